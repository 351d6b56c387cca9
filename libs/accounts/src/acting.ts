import { parisDay, Refusal, type Caller, type Target } from '@habilis/kernel';
import type { Account } from './account.ts';

/** What every act on someone's account names. */
export interface ActRequest {
  readonly accountId: string;
  /** From the closed list of the act, see REASONS. */
  readonly why: string;
  /** The version the person acting has seen; when given, an account changed since is refused as stale. */
  readonly version?: number;
}

/** The account as policy sees it, at one organisation's doors; null for the account as a whole. */
export function targetOf({ id, memberships }: Pick<Account, 'id' | 'memberships'>, organisation: string | null): Target {
  const organisations = memberships.map((each) => each.organisation);
  return { type: 'Account', id, organisations, ...(organisation !== null && { organisation }) };
}

/**
 * Lets an act through: the person is known to the one who acts, the act is theirs to do, and they saw the
 * account as it is.
 *
 * Someone without a place in an organisation the caller may read is answered like someone who does not exist,
 * so that nobody learns who works elsewhere.
 *
 * @param about what else of the act the rules may look at
 * @throws Refusal `account.unknown` (unknown), `access.denied` (forbidden) or `account.stale` (conflict)
 */
export function mustAct(
  me: Caller,
  action: string,
  account: Account,
  organisation: string | null,
  version?: number,
  about: Readonly<Record<string, string>> = {},
): void {
  if (!knows(me, account, organisation)) throw new Refusal('account.unknown', 'unknown', { id: account.id });
  me.must(action, { ...targetOf(account, organisation), ...about });
  if (version !== undefined && version !== account.version) throw new Refusal('account.stale', 'conflict', { id: account.id });
}

/** Whether the caller may know of this person, there or, for the account as a whole, anywhere. */
export function knows(me: Caller, account: Account, organisation: string | null = null): boolean {
  if (me.id === account.id) return true;
  const places = account.memberships.filter((each) => organisation === null || each.organisation === organisation);
  return places.some((each) => me.can('read', targetOf(account, each.organisation)));
}

/**
 * When an act takes effect: now unless told, and never before now.
 *
 * A beginning earlier today in Paris means now: people choose a day, not an instant.
 *
 * @throws Refusal `act.in-the-past` (invalid) for a day that is over
 */
export function effectiveAt(wanted: Date | null | undefined, now: Date): Date {
  if (!wanted) return now;
  if (parisDay(wanted) < parisDay(now)) throw new Refusal('act.in-the-past', 'invalid', { day: parisDay(wanted) });
  return wanted < now ? now : wanted;
}
