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

/** What takes the act back, when something does: a hold can be lifted, a departure cannot be unsaid. */
export function undoOf(before: Account, next: Account): { act: 'lift'; id: string } | null {
  const added = addedHold(before, next);
  return added ? { act: 'lift', id: added.id } : null;
}

function addedHold(before: Account, next: Account): Hold | undefined {
  return next.holds.find((each) => !before.holds.some((other) => other.id === each.id));
}
