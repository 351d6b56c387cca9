import { useDoubts, useRequests } from '../api/queries.ts';
import { t } from '../words.ts';

interface Listed {
  readonly data?: { readonly pages: readonly { readonly items: readonly unknown[]; readonly next: string | null }[] } | undefined;
}

/** How many lines of a list wait for someone, beside the door of its room. */
function Waiting({ list }: { list: Listed }) {
  const first = list.data?.pages[0];
  if (!first?.items.length) return null;
  const count = first.items.length;
  return (
    <span className="count">
      <span aria-hidden="true">{first.next ? `${count}+` : count}</span>
      <span className="unseen">({t(first.next ? 'nav.waiting-more' : 'nav.waiting', { count })})</span>
    </span>
  );
}

export const RequestsWaiting = () => <Waiting list={useRequests()} />;
export const DoubtsWaiting = () => <Waiting list={useDoubts()} />;
