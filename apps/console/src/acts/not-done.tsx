import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Problem } from '../api/client.ts';
import { lookAgain } from '../api/queries.ts';
import { t } from '../words.ts';
import { confirmHere } from './come-back.ts';

interface Props {
  readonly error: Error;
  readonly close: () => void;
  /** Leaves to prove who is there; what was answered is kept where that is given. */
  readonly confirm?: () => void;
}

/** An act that was not done, and why; whoever saw an account as it no longer is can look again, and whoever proved too long ago who they are can prove it. */
export function NotDone({ error, close, confirm = confirmHere }: Props) {
  const queries = useQueryClient();
  // Not before it has been read: a door that shuts takes the room and its dialog along.
  useEffect(() => () => lookAgain(queries, error), [queries, error]);
  const stale = error instanceof Problem && error.code === 'account.stale';
  const old = error instanceof Problem && error.code === 'step-up.needed';
  // No answer came: what was asked may have been done all the same.
  const unknown = !(error instanceof Problem) || (error.status >= 502 && error.sentence === undefined);
  const sentence = error instanceof Problem ? error.sentence : undefined;
  const look = () => {
    close();
    void queries.invalidateQueries();
  };
  return (
    <div className="notice danger" role="alert">
      <div>
        <p className="notice-title">
          {stale || unknown ? t(stale ? 'dialog.stale-title' : 'dialog.lost-title') : (sentence ?? t('states.failed-text'))}
        </p>
        <p>{t(stale ? 'dialog.stale-text' : unknown ? 'dialog.lost-text' : old ? 'dialog.confirm-text' : 'dialog.failed')}</p>
        {old && (
          <button type="button" className="button" onClick={confirm}>
            {t('dialog.confirm')}
          </button>
        )}
        {stale && (
          <button type="button" className="button secondary" onClick={look}>
            {t('dialog.refresh')}
          </button>
        )}
      </div>
    </div>
  );
}
