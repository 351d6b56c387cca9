import type { ReactNode } from 'react';
import { useWords } from '../words.ts';

export type NoticeKind = 'info' | 'success' | 'warning' | 'danger';

/** Shapes differ, not colours alone. */
const DRAWN: Record<NoticeKind, string> = {
  info: 'M12 11v6M12 7.2v.1M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z',
  success: 'm7.5 12.3 3 3 6-6.3M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z',
  warning: 'M12 9.5v4M12 16.8v.1M10.3 4.3 2.6 17.7a2 2 0 0 0 1.7 3h15.4a2 2 0 0 0 1.7-3L13.7 4.3a2 2 0 0 0-3.4 0Z',
  danger: 'm9 9 6 6m0-6-6 6M8 3h8l5 5v8l-5 5H8l-5-5V8Z',
};

/** Something to know before going on. A refusal (`danger`) is announced as soon as the page opens. */
export function Notice({ kind = 'info', title, children }: { kind?: NoticeKind; title?: string; children?: ReactNode }) {
  const t = useWords();
  return (
    <div className={`notice ${kind}`} role={kind === 'danger' ? 'alert' : kind === 'info' ? 'note' : 'status'}>
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
        <path d={DRAWN[kind]} />
      </svg>
      <div>
        <span className="unseen">{t(`pages.notice-${kind}`)}&nbsp;: </span>
        {title && <p className="notice-title">{title}</p>}
        {typeof children === 'string' ? <p>{children}</p> : children}
      </div>
    </div>
  );
}
