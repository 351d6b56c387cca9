import { useMutation } from '@tanstack/react-query';
import { act, type Problem } from '../api/client.ts';
import type { Invitation, Me } from '../api/types.ts';
import { NotDone } from '../acts/not-done.tsx';
import { Badge, type Tone } from '../shell/badge.tsx';
import { say } from '../shell/toasts.tsx';
import { shortDay } from '../when.ts';
import { t } from '../words.ts';
import { useInvited } from './queries.ts';

const TONES = { sent: 'info', expired: 'warning', accepted: 'success', undone: 'danger' } as const satisfies Record<
  Invitation['state'],
  Tone
>;

/** Invitations, the newest first; those still open can be sent again or taken back. */
export function InvitationsTable({ items, me }: { items: readonly Invitation[]; me: Me }) {
  const refresh = useInvited();
  const doIt = useMutation<unknown, Problem, { id: string; what: 'resend' | 'undo' }>({
    mutationFn: ({ id, what }) => act(`invitations/${id}/${what}`, {}),
    onSuccess: async (_, { what }) => {
      say({ text: t(`invitations.${what}-done`) });
      await refresh();
    },
  });
  const place = (id: string) => me.organisations.find((each) => each.id === id)?.name ?? id;
  return (
    <>
      {doIt.error && <NotDone error={doIt.error} close={() => doIt.reset()} />}
      <div className="comparison" role="region" aria-label={t('invitations.title')} tabIndex={0}>
        <table className="members invited">
          <caption className="unseen">{t('invitations.title')}</caption>
          <thead>
            <tr>
              {['name', 'identifier', 'place', 'sent', 'state', 'acts'].map((each) => (
                <th key={each} scope="col">
                  {t(`invitations.column-${each}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map(({ id, name, identifier, organisation, at, state }) => (
              <tr key={id}>
                <th scope="row">{name}</th>
                <td>{identifier}</td>
                <td>{place(organisation)}</td>
                <td>{shortDay(at)}</td>
                <td>
                  <Badge tone={TONES[state]}>{t(`invitations.state-${state}`)}</Badge>
                </td>
                <td>
                  {(state === 'sent' || state === 'expired') &&
                    (['resend', 'undo'] as const).map((what) => (
                      <button
                        key={what}
                        type="button"
                        className="button small quiet"
                        aria-label={`${t(`invitations.${what}`)} ${name}`}
                        disabled={doIt.isPending}
                        onClick={() => doIt.mutate({ id, what })}
                      >
                        {t(`invitations.${what}`)}
                      </button>
                    ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
