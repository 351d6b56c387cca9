import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { putAside, useKept } from '../acts/come-back.ts';
import { FormEnd } from '../acts/form-end.tsx';
import { act } from '../api/client.ts';
import type { StructureGrant } from '../api/entitlements.ts';
import { useReasons, useRefresh, useRoles } from '../api/queries.ts';
import type { Me } from '../api/types.ts';
import { PersonChoice } from '../registers/person-choice.tsx';
import { Pick, TextField } from '../registers/text-field.tsx';
import { say } from '../shell/toasts.tsx';
import { inDays } from '../when.ts';
import { inOurLanguage, t } from '../words.ts';

const BLANK = { account: '', structure: '', role: '', organisation: '', why: '', until: inDays(365) };

/** What a second person has to agree to: a sensitive role for someone, or a role for the members of a structure. */
export function ProposeRole({ me, to }: { me: Me; to: 'person' | 'structure' }) {
  const [wasOpen] = useState(() => putAside(`propose ${to}`) !== undefined);
  const [form, setForm, confirm] = useKept(`propose ${to}`, BLANK);
  const set = (patch: Partial<typeof form>) => setForm((before) => ({ ...before, ...patch }));
  const { account, structure, ...rest } = form;
  const [path, sent] = to === 'person' ? ['role-requests', { ...rest, account }] : ['structure-grants', { ...rest, structure }];
  const refresh = useRefresh();
  const proposing = useMutation({
    mutationFn: () => act(path, sent),
    onSuccess: async () => {
      say({ text: t('propose.done') });
      setForm(BLANK);
      await refresh();
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!proposing.isPending) proposing.mutate();
  };
  const roles = (useRoles(true).data?.items ?? []).filter((each) => (to === 'person' ? each.twoPeople : !each.byName));
  const reasons = useReasons().data?.acts['grant'] ?? [];
  const chosen = roles.find(({ id }) => id === form.role);
  const places = me.organisations.filter(({ id }) => chosen?.organisations.includes(id) ?? true).map(({ id, name }) => [id, name] as const);
  return (
    <details className="card" open={wasOpen}>
      <summary>{t(`propose.${to}`)}</summary>
      <p className="hint">{t(`propose.${to}-hint`)}</p>
      <form className="register-form" onSubmit={submit} aria-label={t(`propose.${to}`)}>
        {to === 'person' ? (
          <PersonChoice label={t('propose.holder')} value={account} set={(next) => set({ account: next })} />
        ) : (
          <Pick
            label={t('propose.members')}
            value={structure}
            set={(next) => set({ structure: next, organisation: form.organisation || next })}
            options={me.organisations.map(({ id, name }) => [id, name] as const)}
          />
        )}
        <Pick
          label={t('dialog.role')}
          value={form.role}
          set={(role) => set({ role })}
          options={roles.map(({ id, name }) => [id, name] as const)}
        />
        <Pick label={t('propose.where')} value={form.organisation} set={(organisation) => set({ organisation })} options={places} />
        <Pick
          label={t('dialog.why')}
          value={form.why}
          set={(why) => set({ why })}
          options={reasons.map((each) => [each.code, inOurLanguage(each)] as const)}
        />
        <TextField label={t('dialog.grant-until')} type="date" min={inDays(1)} value={form.until} set={(until) => set({ until })} />
        {to === 'structure' && <ReachedWords form={sent} />}
        <FormEnd doing={proposing} words={t('propose.send')} confirm={confirm} />
      </form>
    </details>
  );
}

/** Whom it would reach, as the service counts them. */
function ReachedWords({ form }: { form: object }) {
  const whole = Object.values(form).every((each) => each !== '');
  const plan = useQuery({
    queryKey: ['structure-grant-plan', form],
    enabled: whole,
    retry: false,
    queryFn: ({ signal }) => act<StructureGrant>('structure-grants', form, { preview: true, signal }),
  });
  if (!plan.data) return null;
  const { members, already, apart } = plan.data.reached;
  return (
    <p role="status" className="hint">
      {t('propose.reached', {
        members: t('propose.reached-members', { count: members }),
        already: t('propose.reached-already', { count: already }),
        apart: t('propose.reached-apart', { count: apart }),
      })}
    </p>
  );
}
