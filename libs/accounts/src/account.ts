import { Refusal, type Fact, type SourceRef } from '@habilis/kernel';

export type Stage = 'requested' | 'open' | 'departed' | 'closed' | 'archived' | 'erased';
export type Step = 'approve' | 'refuse' | 'close' | 'ask-again' | 'archive' | 'erase';

/** How far a person can go, from nowhere to the portals. Order matters: lowest first. */
export const REACH = ['nowhere', 'own-account', 'portals'] as const;
export type Reach = (typeof REACH)[number];

/**
 * The life of an account. What is not a row here cannot happen.
 *
 * No step leads to `departed`: a person has departed once their last place in an organisation is over, and
 * `stageAt` concludes it from the instants, so that a departure on Friday needs no job on Friday.
 *
 * @fr cycle de vie du compte
 */
// prettier-ignore
export const LIFE = [
  { from: 'requested', step: 'approve',   to: 'open',      source: 'CGU.acces-direct' },
  { from: 'requested', step: 'refuse',    to: 'closed',    source: 'CGU.acces-direct' },
  { from: 'requested', step: 'close',     to: 'closed',    source: 'CGU.cloture' },
  { from: 'open',      step: 'close',     to: 'closed',    source: 'CGU.cloture' },
  { from: 'open',      step: 'archive',   to: 'archived',  source: 'CGU.conservation' },
  { from: 'departed',  step: 'ask-again', to: 'open',      source: 'CGU.acces-direct' },
  { from: 'departed',  step: 'archive',   to: 'archived',  source: 'CGU.conservation' },
  { from: 'closed',    step: 'ask-again', to: 'requested', source: 'CGU.acces-direct' },
  { from: 'closed',    step: 'archive',   to: 'archived',  source: 'CGU.conservation' },
  { from: 'archived',  step: 'erase',     to: 'erased',    source: 'CGU.conservation' },
] as const satisfies readonly { from: Stage; step: Step; to: Stage; source: SourceRef }[];

/** How far each stage of the life lets a person go. A requester sees one page: that the request waits. */
// prettier-ignore
export const STAGE_REACH = {
  requested: 'own-account',
  open:      'portals',
  departed:  'nowhere',
  closed:    'nowhere',
  archived:  'nowhere',
  erased:    'nowhere',
} as const satisfies Record<Stage, Reach>;

/**
 * Reasons an open account is kept short of the portals.
 *
 * Holds are independent: several may apply at once, and lifting one leaves the others. A restricted or
 * self-suspended person keeps their own pages, because that is where they answer or come back; someone who owes a
 * renewal does it there. After a loss nobody goes anywhere: whoever holds what was lost could be the one who comes.
 *
 * @fr suspension, restriction, mise en sécurité
 */
// prettier-ignore
export const HOLDS = {
  absence:     { reach: 'nowhere',     source: 'CPAM13.4.2' },
  suspension:  { reach: 'nowhere',     source: 'CPTS.7' },
  restriction: { reach: 'own-account', source: 'CGU.restriction' },
  quarantine:  { reach: 'nowhere',     source: 'CGU.acces-direct' },
  pause:       { reach: 'own-account', source: 'CPAM13.4.1' },
  compromise:  { reach: 'nowhere',     source: 'CPTS.3' },
  renewal:     { reach: 'own-account', source: 'CPTSI.2' },
} as const satisfies Record<string, { reach: Reach; source: SourceRef }>;
export type HoldKind = keyof typeof HOLDS;

/** One reason, over `[from, until)`; `until` null is until lifted. */
export interface Hold {
  readonly id: string;
  readonly kind: HoldKind;
  /** The organisation it holds the person out of; null holds the whole account. */
  readonly organisation: string | null;
  readonly from: Date;
  readonly until: Date | null;
  readonly why: string;
  readonly by: string;
  readonly liftedAt: Date | null;
}

export type MembershipStage = 'requested' | 'active' | 'refused' | 'ended';

/** A person's place in one organisation, over `[from, until)`. */
export interface Membership {
  readonly organisation: string;
  readonly stage: MembershipStage;
  readonly from: Date;
  readonly until: Date | null;
  /** Why it is at this stage, from a closed list. */
  readonly why?: string | null;
}

/** One person's account: one subject whatever the means they sign in with. */
export interface Account {
  readonly id: string;
  readonly stage: Stage;
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string | null;
  readonly memberships: readonly Membership[];
  readonly holds: readonly Hold[];
  /** Grows with anything that narrows access; what was made under an older one is recomputed or refused. */
  readonly epoch: number;
  /** Grows with every change; a change made from an older one is refused. */
  readonly version: number;
}

/** Who orders a change, when and why; `why` comes from a closed list. */
export interface Order {
  readonly by: string;
  readonly at: Date;
  readonly why: string;
}

/**
 * A change of an account: the next state, the fact, and what the world has to be told.
 *
 * `narrows` says from when less is allowed, and where (null: everywhere). The store then grows the epoch and
 * owes the telling to sessions and portals from that instant, in the same transaction.
 */
export interface AccountChange {
  readonly next: Account;
  readonly fact: Fact;
  readonly narrows?: { readonly from: Date; readonly organisation: string | null };
}

/** Whether `[from, until)` holds `t`. */
export const covers = ({ from, until }: { from: Date; until: Date | null }, t: Date) => from <= t && (until === null || t < until);

/** Whether a hold is felt at `t`, at this organisation's doors; no organisation asks for the account as a whole. */
export function holdsAt(hold: Pick<Hold, 'organisation' | 'from' | 'until' | 'liftedAt'>, t: Date, organisation?: string): boolean {
  const felt = hold.organisation === null || hold.organisation === organisation;
  return felt && covers(hold, t) && (hold.liftedAt === null || t < hold.liftedAt);
}

/** Whether the person belongs to the organisation at `t`. */
export function belongsAt(account: Pick<Account, 'memberships'>, t: Date, organisation: string): boolean {
  return account.memberships.some((m) => m.organisation === organisation && m.stage === 'active' && covers(m, t));
}

/**
 * The stage of the account at `t`: the stored one, but for `departed`, which follows from the places.
 *
 * An open account has departed when it had places and none is current, still to come or asked for. Places that
 * were all refused are no departure.
 *
 * @fr départ
 * @source CPAM13.4.3
 */
export function stageAt({ stage, memberships }: Pick<Account, 'stage' | 'memberships'>, t: Date): Stage {
  if (stage !== 'open') return stage;
  const over = (each: Membership) => each.stage === 'ended' || (each.stage === 'active' && each.until !== null && each.until <= t);
  const left = memberships.filter((each) => each.stage !== 'refused');
  return left.length > 0 && left.every(over) ? 'departed' : 'open';
}

export type Limit = { readonly reach: Reach } & (
  | { readonly kind: 'stage'; readonly stage: Stage }
  | { readonly kind: 'hold'; readonly hold: HoldKind; readonly until: Date | null }
  | { readonly kind: 'no-membership'; readonly organisation: string }
);

/**
 * Everything that keeps the person short of the portals at `t`; empty when nothing does.
 *
 * @param organisation whose portals are asked for; without one, the account as a whole
 */
export function limits(account: Pick<Account, 'stage' | 'holds' | 'memberships'>, t: Date, organisation?: string): Limit[] {
  const found: Limit[] = [];
  const stage = stageAt(account, t);
  if (stage !== 'open') found.push({ kind: 'stage', stage, reach: STAGE_REACH[stage] });
  for (const hold of account.holds) {
    if (holdsAt(hold, t, organisation)) found.push({ kind: 'hold', hold: hold.kind, until: hold.until, reach: HOLDS[hold.kind].reach });
  }
  if (organisation !== undefined && !belongsAt(account, t, organisation)) {
    found.push({ kind: 'no-membership', organisation, reach: 'own-account' });
  }
  return found;
}

/** The narrowest of some limits; the portals when there is none. */
export function narrowest(found: readonly { reach: Reach }[]): Reach {
  return REACH[Math.min(REACH.indexOf('portals'), ...found.map(({ reach }) => REACH.indexOf(reach)))]!;
}

/** How far the person can go at `t`: derived, never stored, so that midnight needs no job. */
export function reach(account: Pick<Account, 'stage' | 'holds' | 'memberships'>, t: Date, organisation?: string): Reach {
  return narrowest(limits(account, t, organisation));
}

/** Moves an account along LIFE. @throws Refusal `account.step-not-allowed` (conflict) */
export function advance(account: Account, step: Step, order: Order): AccountChange {
  const from = stageAt(account, order.at);
  const row = LIFE.find((each) => each.from === from && each.step === step);
  if (!row) throw new Refusal('account.step-not-allowed', 'conflict', { stage: from, step });
  const change = changed(account, { stage: row.to }, `account.${step}`, order, { source: row.source });
  return WIDENS.has(step) ? change : { ...change, narrows: { from: order.at, organisation: null } };
}

const WIDENS: ReadonlySet<Step> = new Set(['approve', 'ask-again']);

/**
 * Adds a hold over `[from, until)`, for one organisation or for the whole account.
 *
 * Two holds of one kind and place may follow one another but not overlap.
 *
 * @throws Refusal `account.not-open`, `hold.empty` or `hold.overlaps` (conflict)
 */
export function hold(account: Account, added: Omit<Hold, 'liftedAt' | 'by' | 'why'>, order: Order): AccountChange {
  const stage = stageAt(account, order.at);
  if (stage !== 'open') throw new Refusal('account.not-open', 'conflict', { stage });
  if (added.until !== null && added.until <= added.from) throw new Refusal('hold.empty', 'invalid');
  if (account.holds.some((other) => overlaps(other, added))) throw new Refusal('hold.overlaps', 'conflict', { hold: added.kind });
  const holds = [...account.holds, { ...added, by: order.by, why: order.why, liftedAt: null }];
  const details = { hold: added.id, from: added.from.toISOString(), until: added.until?.toISOString() ?? null };
  const { source } = HOLDS[added.kind];
  const change = changed(account, { holds }, `hold.${added.kind}`, order, { source, organisation: added.organisation, details });
  return { ...change, narrows: { from: added.from, organisation: added.organisation } };
}

/** Ends one hold now and no other. @throws Refusal `hold.unknown` (unknown) or `hold.already-lifted` (conflict) */
export function lift(account: Account, holdId: string, order: Order): AccountChange {
  const found = account.holds.find((each) => each.id === holdId);
  if (!found) throw new Refusal('hold.unknown', 'unknown', { hold: holdId });
  if (found.liftedAt !== null) throw new Refusal('hold.already-lifted', 'conflict', { hold: holdId });
  const holds = account.holds.map((each) => (each === found ? { ...each, liftedAt: order.at } : each));
  const { source } = HOLDS[found.kind];
  const details = { hold: holdId, kind: found.kind };
  return changed(account, { holds }, 'hold.lifted', order, { source, organisation: found.organisation, details });
}

function overlaps(one: Hold, other: Pick<Hold, 'kind' | 'organisation' | 'from' | 'until'>): boolean {
  if (one.kind !== other.kind || one.organisation !== other.organisation || one.liftedAt !== null) return false;
  return (one.until === null || other.from < one.until) && (other.until === null || one.from < other.until);
}

/** The next state of an account with the fact that explains it. */
export function changed(
  from: Account,
  patch: Partial<Account>,
  what: string,
  order: Order,
  about: { source?: SourceRef; organisation?: string | null; details?: Record<string, unknown> },
): AccountChange {
  const { organisation, ...rest } = about;
  return {
    next: { ...from, ...patch, version: from.version + 1 },
    fact: { what, on: from.id, ...order, ...rest, ...(organisation && { organisation }) },
  };
}
