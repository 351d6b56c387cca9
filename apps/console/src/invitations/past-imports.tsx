import { useMutation } from '@tanstack/react-query';
import { act, type Problem } from '../api/client.ts';
import { NotDone } from '../acts/not-done.tsx';
import { say } from '../shell/toasts.tsx';
import { moment } from '../when.ts';
import { t } from '../words.ts';
import { useInvited, usePastImports } from './queries.ts';

/** Files that people were invited from: one of which nobody has come yet is taken back as a whole, also another day. */
export function PastImports() {
  const past = usePastImports();
  const refresh = useInvited();
  const takeBack = useMutation<{ undone: number }, Problem, string>({
    mutationFn: (batch) => act(`invitations/import/${batch}/undo`, {}),
    onSuccess: async ({ undone }) => {
      say({ text: t('invitations.undone-batch', { count: undone }) });
      await refresh();
    },
  });
  const shown = past.data?.items.filter(({ open }) => open > 0) ?? [];
  if (shown.length === 0) return null;
  return (
    <section className="past-imports">
      <h2>{t('invitations.imports')}</h2>
      {takeBack.error && <NotDone error={takeBack.error} close={() => takeBack.reset()} />}
      <ul className="requests">
        {shown.map(({ batch, at, by, invited, accepted }) => (
          <li key={batch} className="card request">
            <div className="request-who">
              <p>
                {by === null
                  ? t('invitations.import-of', { moment: moment(at) })
                  : t('invitations.import-by', { moment: moment(at), name: by })}
              </p>
              <p className="hint">
                {[t('invitations.import-invited', { count: invited }), t('invitations.import-accepted', { count: accepted })].join(' · ')}
              </p>
            </div>
            {accepted === 0 && (
              <div className="request-acts">
                <button
                  type="button"
                  className="button secondary"
                  aria-label={t('invitations.undo-import', { moment: moment(at) })}
                  disabled={takeBack.isPending}
                  onClick={() => takeBack.mutate(batch)}
                >
                  {t('invitations.undo-whole')}
                </button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
