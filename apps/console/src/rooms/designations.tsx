import { useMutation } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { Link } from 'react-router';
import { putAside, useKept } from '../acts/come-back.ts';
import { FormEnd } from '../acts/form-end.tsx';
import { act } from '../api/client.ts';
import { useRefresh } from '../api/queries.ts';
import { useDesignations, type Named } from '../api/registers.ts';
import { TextField } from '../registers/text-field.tsx';
import { Badge } from '../shell/badge.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { useTitle } from '../shell/title.ts';
import { say } from '../shell/toasts.tsx';
import { day, today } from '../when.ts';
import { authorOf } from '../sheet/author-words.ts';
import { t } from '../words.ts';

/** A large community has some hundreds: they come at once, and are shown by so many. */
const PAGE = 100;

/** Who administers, named by which act; and where nobody does. @fr registre des administrateurs désignés */
export function DesignationsRoom() {
  useTitle(t('designations.title'));
  const [past, setPast] = useState(false);
  const [shown, setShown] = useState(PAGE);
  const register = useDesignations(past);
  const items = register.data?.items ?? [];
  return (
    <>
      <header className="card-head">
        <h1>{t('designations.title')}</h1>
        <div className="actions">
          {(['csv', 'pdf'] as const).map((format) => (
            <a
              key={format}
              className="button secondary small"
              href={`/api/console/v1/designations/export?format=${format}&past=${past}`}
              download
            >
              {t(`reviews.${format}`)}
            </a>
          ))}
        </div>
      </header>
      <p className="lead">{t('designations.lead')}</p>
      {register.data?.vacant.map(({ organisation, role, soon }) => (
        <div key={`${organisation.id} ${role.id} ${soon}`} className="notice danger" role="alert">
          <p>{t(soon ? 'designations.vacant-soon' : 'designations.vacant', { organisation: organisation.name, role: role.name })}</p>
        </div>
      ))}
      <div className="field">
        <label className="check">
          <input type="checkbox" checked={past} onChange={() => setPast(!past)} />
          {t('designations.past')}
        </label>
      </div>
      {register.isPending && <Loading />}
      {register.error && !register.data && <Failed problem={register.error} retry={() => void register.refetch()} level="h2" />}
      {register.data && items.length === 0 && (
        <Empty title={t('designations.empty-title')}>
          <p>{t('designations.empty-text')}</p>
        </Empty>
      )}
      {items.length > 0 && (
        <div className="card">
          <ul className="lines" aria-label={t('designations.title')}>
            {items.slice(0, shown).map((each) => (
              <NamedLine key={each.grant} named={each} />
            ))}
          </ul>
        </div>
      )}
      {items.length > shown && (
        <div className="pages">
          <button type="button" className="button secondary" onClick={() => setShown(shown + PAGE)}>
            {t('requests.more')}
          </button>
        </div>
      )}
    </>
  );
}

function NamedLine({ named }: { named: Named }) {
  const { person, role, organisation, from, until, act: signed, over, mayRecord, grantedBy } = named;
  const [recording, setRecording] = useState(() => putAside(formOf(named.grant)) !== undefined);
  return (
    <li className="line">
      <div>
        <p className="line-title">
          <Link to={`/members/${person.id}`}>{person.name}</Link>{' '}
          {signed ? <Badge tone="success">{t('designations.named')}</Badge> : <Badge tone="danger">{t('designations.no-act')}</Badge>}{' '}
          {over && <Badge>{t('grant.over')}</Badge>}
        </p>
        <p>
          {role.name} · {organisation.name} · {t('grant.since', { day: day(from) })}
          {until && `, ${t('grant.until', { day: day(until) })}`}
        </p>
        <p className="hint">
          {signed
            ? t('designations.act', { reference: signed.reference, day: day(signed.signedOn), signatory: signed.signatory })
            : t('designations.granted-by', { who: authorOf({ by: grantedBy }) })}
        </p>
        {recording && <ActForm named={named} done={() => setRecording(false)} />}
      </div>
      {mayRecord && !recording && (
        <button
          type="button"
          className="button secondary small"
          onClick={() => setRecording(true)}
          aria-label={t('designations.record-named', { name: person.name })}
        >
          {t('designations.record')}
        </button>
      )}
    </li>
  );
}

const formOf = (grant: string) => `designation ${grant}`;

/** The act, as it is filed: its reference, its day, who signed. */
function ActForm({ named: { grant, person }, done }: { named: Named; done: () => void }) {
  const [form, setForm, confirm] = useKept(formOf(grant), { reference: '', signedOn: today(), signatory: '' });
  const refresh = useRefresh();
  const recording = useMutation({
    mutationFn: () => act('designations', { grant, ...form }),
    onSuccess: async () => {
      say({ text: t('designations.recorded', { name: person.name }) });
      done();
      await refresh();
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!recording.isPending) recording.mutate();
  };
  return (
    <form className="register-form" onSubmit={submit} aria-label={t('designations.record-named', { name: person.name })}>
      <TextField
        label={t('designations.reference')}
        most={120}
        value={form.reference}
        set={(reference) => setForm({ ...form, reference })}
      />
      <TextField
        label={t('designations.signed-on')}
        type="date"
        max={today()}
        value={form.signedOn}
        set={(signedOn) => setForm({ ...form, signedOn })}
      />
      <TextField
        label={t('designations.signatory')}
        most={120}
        value={form.signatory}
        set={(signatory) => setForm({ ...form, signatory })}
      />
      <FormEnd
        doing={recording}
        words={t('designations.record')}
        leave={{ words: t('cancel'), act: done, kind: 'quiet' }}
        confirm={confirm}
      />
    </form>
  );
}
