import { t } from '../words.ts';

interface Props {
  readonly offset: number;
  readonly size: number;
  readonly more: boolean;
  readonly go: (offset: string) => void;
  readonly label: string;
}

/** The pages of a list whose place is in the address. */
export function Turn({ offset, size, more, go, label }: Props) {
  if (offset === 0 && !more) return null;
  return (
    <nav className="pages" aria-label={label}>
      {offset > 0 && (
        <button type="button" className="button secondary" onClick={() => go(String(Math.max(0, offset - size) || ''))}>
          {t('reviews.previous')}
        </button>
      )}
      {more && (
        <button type="button" className="button secondary" onClick={() => go(String(offset + size))}>
          {t('reviews.next')}
        </button>
      )}
    </nav>
  );
}
