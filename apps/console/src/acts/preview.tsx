import type { UseQueryResult } from '@tanstack/react-query';
import { Problem } from '../api/client.ts';
import type { ActAnswer } from '../api/types.ts';
import { t } from '../words.ts';
import { consequenceSentences } from './consequence-words.ts';

/** What will happen, before it does. */
export function Preview({ preview, name }: { preview: UseQueryResult<ActAnswer>; name: string }) {
  return (
    <section className="preview" aria-live="polite" aria-busy={preview.isFetching}>
      <h3>{t('dialog.preview')}</h3>
      <Said preview={preview} name={name} />
    </section>
  );
}

function Said({ preview, name }: { preview: UseQueryResult<ActAnswer>; name: string }) {
  const { error } = preview;
  if (error) return <p className="error">{(error instanceof Problem && error.sentence) || t('states.failed-text')}</p>;
  if (preview.data) {
    return (
      <ul>
        {consequenceSentences(preview.data, name, new Date()).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    );
  }
  return <p className="hint">{t(preview.isFetching ? 'dialog.preview-wait' : 'dialog.preview-need')}</p>;
}
