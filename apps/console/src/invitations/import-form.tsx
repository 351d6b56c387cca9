import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { act, type Problem } from '../api/client.ts';
import type { Imported, Organisation } from '../api/types.ts';
import { NotDone } from '../acts/not-done.tsx';
import { Badge } from '../shell/badge.tsx';
import { say } from '../shell/toasts.tsx';
import { t, wordFor } from '../words.ts';
import { Place } from './place.tsx';
import { useInvited } from './queries.ts';

/** A file of people: looked at first, each line with what is wrong with it; then invited, and taken back as a whole if need be. */
export function ImportForm({ places }: { places: readonly Organisation[] }) {
  const [file, setFile] = useState<File | null>(null);
  const [organisation, setOrganisation] = useState(places.length === 1 ? places[0]!.id : '');
  const refresh = useInvited();
  const send = async (dryRun: boolean) => {
    const content = base64(await file!.arrayBuffer());
    return act<Imported>('invitations/import', { organisation, name: file!.name, content, dryRun });
  };
  const look = useMutation<Imported, Problem>({ mutationFn: () => send(true) });
  const undo = async (batch: string) => {
    const { undone } = await act<{ undone: number }>(`invitations/import/${batch}/undo`, {});
    say({ text: t('invitations.undone-batch', { count: undone }) });
    await refresh();
  };
  const doIt = useMutation<Imported, Problem>({
    mutationFn: () => send(false),
    onSuccess: async ({ batch, lines }) => {
      const count = lines.filter(({ problem }) => problem === null).length;
      say({ text: t('invitations.imported', { count }), ...(batch !== null && { undo: () => void undo(batch) }) });
      await refresh();
    },
  });
  const shown = doIt.data ?? look.data;
  const good = look.data?.lines.filter(({ problem }) => problem === null).length ?? 0;
  const choose = (chosen: File | null) => {
    setFile(chosen);
    look.reset();
    doIt.reset();
  };
  return (
    <section className="card">
      <h2>{t('invitations.file')}</h2>
      <p className="hint">{t('invitations.columns')}</p>
      <Place places={places} value={organisation} change={setOrganisation} gap={false} />
      <div className="field">
        <label htmlFor="invite-file">{t('invitations.file-label')}</label>
        <input
          id="invite-file"
          type="file"
          accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          onChange={(event) => choose(event.target.files?.[0] ?? null)}
        />
      </div>
      {(look.error ?? doIt.error) && <NotDone error={(look.error ?? doIt.error)!} close={() => setFile(null)} />}
      <p className="actions">
        <button
          type="button"
          className="button secondary"
          disabled={!file || !organisation || look.isPending}
          onClick={() => look.mutate()}
        >
          {t('invitations.look')}
        </button>
        {good > 0 && !doIt.data && (
          <button type="button" className="button" disabled={doIt.isPending} onClick={() => doIt.mutate()}>
            {t('invitations.invite-many', { count: good })}
          </button>
        )}
      </p>
      {shown && <Lines shown={shown} done={doIt.data !== undefined} />}
    </section>
  );
}

function Lines({ shown, done }: { shown: Imported; done: boolean }) {
  return (
    <div className="comparison" role="region" aria-label={t('invitations.lines')} tabIndex={0}>
      <table>
        <caption className="unseen">{t('invitations.lines')}</caption>
        <thead>
          <tr>
            {['line', 'name', 'email', 'result'].map((each) => (
              <th key={each} scope="col">
                {t(`invitations.column-${each}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.lines.map(({ line, name, email, problem }) => (
            <tr key={line}>
              <td>{line}</td>
              <th scope="row">{name}</th>
              <td>{email}</td>
              <td>
                {problem === null ? (
                  <Badge tone="success">{t(done ? 'invitations.invited' : 'invitations.good')}</Badge>
                ) : (
                  wordFor('invitations.problem', problem.replace('.', '-'))
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function base64(bytes: ArrayBuffer): string {
  return btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(''));
}
