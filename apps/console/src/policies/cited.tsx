import { sourceWords, t } from '../words.ts';

/** Under which article, and by which line of which file. */
export function Cited({ of: { id, source } }: { of: { readonly id: string; readonly source: string } }) {
  return (
    <p className="hint">
      {sourceWords(source)} · {t('policy.rule')} <code>{id}</code>
    </p>
  );
}
