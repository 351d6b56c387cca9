import { useQueryClient } from '@tanstack/react-query';
import { Problem } from '../api/client.ts';
import { t } from '../words.ts';

/** An act that was not done, and why; whoever saw an account as it no longer is can look again. */
export function NotDone({ error, close }: { error: Error; close: () => void }) {
  const queries = useQueryClient();
  const stale = error instanceof Problem && error.code === 'account.stale';
  const sentence = error instanceof Problem ? error.sentence : undefined;
  const look = () => {
    close();
    void queries.invalidateQueries();
  };
  return (
    <div className="notice danger" role="alert">
      <div>
        <p className="notice-title">{stale ? t('dialog.stale-title') : (sentence ?? t('states.failed-text'))}</p>
        <p>{t(stale ? 'dialog.stale-text' : 'dialog.failed')}</p>
        {stale && (
          <button type="button" className="button secondary" onClick={look}>
            {t('dialog.refresh')}
          </button>
        )}
      </div>
    </div>
  );
}
