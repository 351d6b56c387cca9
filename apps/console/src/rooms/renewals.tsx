import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Link } from 'react-router';
import { act, Problem, read } from '../api/client.ts';
import { useNamedRoles, useReasons } from '../api/queries.ts';
import type { Me, Renewal, RenewalPreview } from '../api/types.ts';
import { Badge } from '../shell/badge.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { useTitle } from '../shell/title.ts';
import { day, inDays } from '../when.ts';
import { inOurLanguage, t } from '../words.ts';

/** Renewals asked of many people, and the form that asks for one. @fr renouvellements */
export function RenewalsRoom({ me }: { me: Me }) {
  useTitle(t('renewals.title'));
  const found = useQuery({ queryKey: ['renewals'], queryFn: ({ signal }) => read<{ items: Renewal[] }>('renewals', signal) });
  return (
    <>
      <h1>{t('renewals.title')}</h1>
      <p className="lead">{t('renewals.lead')}</p>
      <NewRenewal me={me} />
      <h2>{t('renewals.list')}</h2>
      {found.isPending && <Loading />}
      {found.error && <Failed problem={found.error} retry={() => void found.refetch()} level="h2" />}
      {found.data?.items.length === 0 && (
        <Empty title={t('renewals.empty-title')} level="h3">
          <p>{t('renewals.empty-text')}</p>
        </Empty>
      )}
      <ul className="requests">
        {found.data?.items.map((each) => (
          <li key={each.id} className="card request">
            <div className="request-who">
              <h3>
                <Link to={`/renewals/${each.id}`}>
                  {t('renewals.named', { day: day(each.startedAt), what: t(`renewals.what-${each.what}`) })}
                </Link>
              </h3>
              <p>{t('renewals.progress', { count: each.renewed, asked: each.asked })}</p>
              <p className="hint">{t(each.over ? 'renewals.was-due' : 'renewals.due', { day: day(each.deadline) })}</p>
            </div>
            <Badge tone={each.renewed === each.asked ? 'success' : 'warning'}>{t(each.over ? 'renewals.over' : 'renewals.running')}</Badge>
          </li>
        ))}
      </ul>
    </>
  );
}

const BLANK = { organisation: '', what: 'any', role: '', notSince: '', why: '', deadline: '' };
type Asked = typeof BLANK;

/** Query, preview, reason and deadline: nothing is asked of anyone before it is seen who. */
function NewRenewal({ me }: { me: Me }) {
  const places = me.organisations.filter(({ id }) => me.acts.renew.includes(id));
  const [asked, setAsked] = useState<Asked>({ ...BLANK, organisation: places[0]?.id ?? '', deadline: inDays(14) });
  const client = useQueryClient();
  const query = () => ({
    organisation: asked.organisation,
    what: asked.what,
    role: asked.role || null,
    notSince: asked.notSince || null,
  });
  const preview = useMutation({ mutationFn: () => act<RenewalPreview>('renewals/preview', query()) });
  const start = useMutation({
    mutationFn: () => act<Renewal>('renewals', { ...query(), why: asked.why, deadline: asked.deadline }),
    onSuccess: () => {
      preview.reset();
      return client.invalidateQueries({ queryKey: ['renewals'] });
    },
  });
  const set = (patch: Partial<Asked>) => {
    setAsked({ ...asked, ...patch });
    preview.reset();
    start.reset();
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (preview.data) start.mutate();
    else preview.mutate();
  };
  const people = preview.data?.people;
  const refused = preview.error ?? start.error;
  return (
    <form className="card renewal-form" onSubmit={send} aria-label={t('renewals.new')}>
      <h2>{t('renewals.new')}</h2>
      <Choice
        label={t('dialog.organisation')}
        value={asked.organisation}
        change={(organisation) => set({ organisation })}
        options={places.map(({ id, name }) => [id, name])}
      />
      <Choice
        label={t('renewals.what')}
        value={asked.what}
        change={(what) => set({ what })}
        options={['any', 'password', 'factor'].map((each) => [each, t(`renewals.what-${each}`)])}
      />
      <RoleChoice value={asked.role} change={(role) => set({ role })} />
      <Text label={t('renewals.not-since')} type="date" value={asked.notSince} change={(notSince) => set({ notSince })} />
      <Why value={asked.why} change={(why) => set({ why })} />
      <Text
        label={t('renewals.deadline')}
        hint={t('renewals.deadline-hint')}
        type="date"
        value={asked.deadline}
        change={(deadline) => set({ deadline })}
      />
      {refused && (
        <p className="error" role="alert">
          {(refused instanceof Problem && refused.sentence) || t('states.failed-text')}
        </p>
      )}
      <p role="status">
        {start.data ? t('renewals.started', { count: start.data.asked }) : people && t('renewals.found', { count: people.length })}
      </p>
      {people && people.length > 0 && (
        <details>
          <summary>{t('renewals.who')}</summary>
          <ul>
            {people.slice(0, 200).map(({ account, name, lastChange }) => (
              <li key={account}>
                {name}, {lastChange ? t('renewals.changed', { day: day(lastChange) }) : t('renewals.never')}
              </li>
            ))}
          </ul>
        </details>
      )}
      <button type="submit" className="button" disabled={preview.isPending || start.isPending || people?.length === 0}>
        {people ? t('renewals.start', { count: people.length }) : t('renewals.preview')}
      </button>
    </form>
  );
}

/** Everyone, or those who hold a role there. */
function RoleChoice({ value, change }: { value: string; change: (value: string) => void }) {
  const roles = useNamedRoles().data?.items ?? [];
  const options = roles.map(({ id, name, portal }) => [id, portal ? `${name} (${portal})` : name] as const);
  const sorted = options.toSorted(([, one], [, other]) => one.localeCompare(other, 'fr'));
  return <Choice label={t('renewals.role')} value={value} change={change} options={[['', t('renewals.any-role')], ...sorted]} />;
}

function Why({ value, change }: { value: string; change: (value: string) => void }) {
  const reasons = useReasons().data?.acts['renewal'] ?? [];
  const options = reasons.map((each) => [each.code, inOurLanguage(each)] as const);
  return <Choice label={t('dialog.why')} value={value} change={change} options={[['', t('dialog.choose')], ...options]} />;
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
}

function Choice({ label, value, change, options }: FieldProps & { options: readonly (readonly [string, string])[] }) {
  return (
    <label className="renewal-field">
      <span>{label}</span>
      <select value={value} onChange={(event) => change(event.target.value)}>
        {options.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

function Text({ label, hint, type = 'text', value, change }: FieldProps & { hint?: string; type?: string }) {
  return (
    <label className="renewal-field">
      <span>{label}</span>
      {hint && <span className="hint">{hint}</span>}
      <input type={type} value={value} onChange={(event) => change(event.target.value)} />
    </label>
  );
}
