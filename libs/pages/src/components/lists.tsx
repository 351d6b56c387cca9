import type { ReactNode } from 'react';
import { parisDateTime } from '../dates.ts';
import { useWords } from '../words.ts';

/** Terms and what they are worth: who, at what level, since when. */
export function Definition({ items }: { items: readonly { term: string; value: ReactNode }[] }) {
  return (
    <dl className="definition">
      {items.map(({ term, value }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export interface Moment {
  readonly at: Date;
  readonly title: ReactNode;
  readonly by?: string;
  readonly detail?: ReactNode;
}

/** What happened, in the order given, each with its time in Paris. */
export function Timeline({ moments }: { moments: readonly Moment[] }) {
  const t = useWords();
  return (
    <ol className="timeline">
      {moments.map(({ at, title, by, detail }, index) => (
        <li key={index}>
          <Time at={at} />
          <p className="timeline-title">{title}</p>
          {by && <p className="hint">{t('pages.by', { who: by })}</p>}
          {detail && <div>{detail}</div>}
        </li>
      ))}
    </ol>
  );
}

/** An instant, in words and in Paris time; machines read it in UTC. */
export function Time({ at }: { at: Date }) {
  return <time dateTime={at.toISOString()}>{parisDateTime(at, useWords().language)}</time>;
}

/** Nothing to show, why, and what to do about it. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children}
    </div>
  );
}

/** A state in one or two words beside a name. */
export function Badge({ kind = 'info', children }: { kind?: 'info' | 'success' | 'warning' | 'danger'; children: ReactNode }) {
  return <span className={`badge ${kind}`}>{children}</span>;
}
