import { useMutation } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { act, type Problem } from '../api/client.ts';
import type { Organisation } from '../api/types.ts';
import { useKept } from '../acts/come-back.ts';
import { NotDone } from '../acts/not-done.tsx';
import { say } from '../shell/toasts.tsx';
import { t } from '../words.ts';
import { Place } from './place.tsx';
import { useInvited } from './queries.ts';

const BLANK = { givenName: '', familyName: '', email: '', identifier: '', organisation: '' };
type Asked = Exclude<keyof typeof BLANK, 'organisation'>;

/** The form, as it is known while its author confirms who they are. */
export const INVITE_FORM = 'invite';

/** What each field is, for the browser that helps to fill it in. */
const FIELDS = [
  { name: 'givenName', type: 'text', optional: false },
  { name: 'familyName', type: 'text', optional: false },
  { name: 'email', type: 'email', optional: false },
  { name: 'identifier', type: 'text', optional: true },
] as const satisfies readonly { name: Asked; type: string; optional: boolean }[];

/** One person: who they are and where they belong. How they sign in is theirs to choose. */
export function InviteForm({ places, close }: { places: readonly Organisation[]; close: () => void }) {
  const [form, setForm, confirm] = useKept(INVITE_FORM, { ...BLANK, organisation: places.length === 1 ? places[0]!.id : '' });
  const { organisation } = form;
  const [missing, setMissing] = useState(false);
  const refresh = useInvited();
  const invite = useMutation<unknown, Problem>({
    mutationFn: () => {
      const { identifier, ...rest } = form;
      return act('invitations', { ...rest, ...(identifier && { identifier }) });
    },
    onSuccess: async () => {
      say({ text: t('invitations.sent-to', { name: `${form.givenName} ${form.familyName}` }) });
      await refresh();
      close();
    },
  });
  const lacks = (name: Asked, optional: boolean) => missing && !optional && !form[name].trim();
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const ready = organisation !== '' && FIELDS.every(({ name, optional }) => optional || form[name].trim());
    setMissing(!ready);
    if (ready && !invite.isPending) invite.mutate();
  };
  return (
    <form className="card" onSubmit={submit} noValidate>
      <h2>{t('invitations.one')}</h2>
      {FIELDS.map(({ name, type, optional }) => (
        <div key={name} className={lacks(name, optional) ? 'field refused' : 'field'}>
          <label htmlFor={`invite-${name}`}>
            {t(`invitations.${name}`)}
            {optional && <span className="optional"> ({t('invitations.optional')})</span>}
          </label>
          {optional && (
            <p className="hint" id={`invite-${name}-hint`}>
              {t('invitations.identifier-hint')}
            </p>
          )}
          {lacks(name, optional) && (
            <p className="error" id={`invite-${name}-error`}>
              {t('invitations.missing')}
            </p>
          )}
          <input
            id={`invite-${name}`}
            type={type}
            autoComplete="off"
            maxLength={254}
            value={form[name]}
            onChange={(event) => setForm({ ...form, [name]: event.target.value })}
            aria-required={!optional}
            aria-invalid={lacks(name, optional) || undefined}
            aria-describedby={optional ? `invite-${name}-hint` : lacks(name, optional) ? `invite-${name}-error` : undefined}
          />
        </div>
      ))}
      <Place places={places} value={organisation} change={(id) => setForm({ ...form, organisation: id })} gap={missing && !organisation} />
      {invite.error && <NotDone error={invite.error} close={close} confirm={confirm} />}
      <p className="actions">
        <button type="submit" className="button" aria-disabled={invite.isPending}>
          {t('invitations.send')}
        </button>
        <button type="button" className="button quiet" onClick={close}>
          {t('cancel')}
        </button>
      </p>
    </form>
  );
}
