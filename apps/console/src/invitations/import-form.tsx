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

/** Bytes that the service takes in one file, once they are written in base64. */
const LARGEST = 700_000;

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
      say({ text: t('invitations.imported', { count }), ...(batch !== null && { undo: () => takeBack.mutate(batch) }) });
      await refresh();
    },
  });
  const takeBack = useMutation<unknown, Problem, string>({ mutationFn: undo });
  const shown = doIt.data ?? look.data;
  const good = look.data?.lines.filter(({ problem }) => problem === null).length ?? 0;
  const failed = look.error ?? doIt.error ?? takeBack.error;
  const tooLarge = file !== null && file.size > LARGEST;
  /** What was looked at is what will be invited: another file or another place is looked at again. */
  const lookAgain = () => [look, doIt, takeBack].forEach((each) => each.reset());
  return (
    <section className="card">
      <h2>{t('invitations.file')}</h2>
      <p className="hint">{t('invitations.columns')}</p>
      <Place
        places={places}
        value={organisation}
        change={(id) => {
          setOrganisation(id);
          lookAgain();
        }}
        gap={false}
      />
      <div className={tooLarge ? 'field refused' : 'field'}>
        <label htmlFor="invite-file">{t('invitations.file-label')}</label>
        {tooLarge && (
          <p className="error" id="invite-file-error">
            {t('invitations.too-large')}
          </p>
        )}
        <input
          id="invite-file"
          type="file"
          accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          aria-invalid={tooLarge || undefined}
          aria-describedby={tooLarge ? 'invite-file-error' : undefined}
          onChange={(event) => {
            setFile(event.target.files?.[0] ?? null);
            lookAgain();
          }}
        />
      </div>
      {failed && <NotDone error={failed} close={lookAgain} />}
      <p className="actions">
        <button
          type="button"
          className="button secondary"
          disabled={!file || tooLarge || !organisation || look.isPending || doIt.isPending}
          onClick={() => look.mutate()}
        >
          {t('invitations.look')}
        </button>
        {good > 0 && !doIt.data && (
          <button type="button" className="button" disabled={doIt.isPending} onClick={() => doIt.mutate()}>
            {doIt.isPending ? t('dialog.doing') : t('invitations.invite-many', { count: good })}
          </button>
        )}
        {doIt.data?.batch && !takeBack.isSuccess && (
          <button type="button" className="button quiet" disabled={takeBack.isPending} onClick={() => takeBack.mutate(doIt.data.batch!)}>
            {t('invitations.undo-batch')}
          </button>
        )}
      </p>
      {shown && !takeBack.isSuccess && <Lines shown={shown} done={doIt.data !== undefined} />}
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
