import { reach, type Account, type AccountChange, type Hold } from '../account.ts';
import type { ConsoleAct } from './console-forms.ts';
import type { Doors } from './console-ports.ts';

/** An act on an account, planned: nothing of it is written yet. */
export interface Planned {
  readonly act: ConsoleAct;
  readonly before: Account;
  readonly change: AccountChange;
  readonly organisation: string | null;
}

/** Where and when an act takes effect, and how far the person can go before and after it. */
export function effectOf({ act, before, change, organisation }: Planned) {
  const { at } = change.fact;
  const from = change.narrows?.from ?? at;
  const place = organisation ?? undefined;
  return {
    act,
    from: from.toISOString(),
    until: addedHold(before, change.next)?.until?.toISOString() ?? null,
    reach: { before: reach(before, at, place), after: reach(change.next, from, place) },
  };
}

/** Someone who keeps the portals keeps their sessions too; only an act that takes away shuts doors. */
export const shut = ({ change }: Planned, doors: Doors): Doors => (change.narrows ? doors : { sessions: 0, portals: [] });

/** What takes the act back, when something does: a hold can be lifted, a departure to come cancelled, one that has taken effect not. */
export function undoOf({ act, before, organisation }: Planned, next: Account): { act: 'lift' | 'stay'; id: string } | null {
  const added = addedHold(before, next);
  if (added) return { act: 'lift', id: added.id };
  const place = (account: Account) => account.memberships.find((each) => each.organisation === organisation);
  const toCome = act === 'departure' && place(next)?.stage === 'active' && place(before)?.until === null;
  return toCome && organisation ? { act: 'stay', id: organisation } : null;
}

function addedHold(before: Account, next: Account): Hold | undefined {
  return next.holds.find((each) => !before.holds.some((other) => other.id === each.id));
}
