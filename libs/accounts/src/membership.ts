import { Refusal, type SourceRef } from '@habilis/kernel';
import {
  advance,
  changed,
  stageAt,
  type Account,
  type AccountChange,
  type Membership,
  type MembershipStage,
  type Order,
} from './account.ts';

export type MembershipStep = 'approve' | 'refuse' | 'withdraw' | 'end' | 'stay' | 'ask-again';

/**
 * The life of a person's place in an organisation. What is not a row here cannot happen.
 *
 * A place that is to end on Friday stays `active` until Friday, then reads as `ended` (see `placeAt`).
 *
 * @fr rattachement à une organisation
 */
// prettier-ignore
export const BELONGING = [
  { from: 'requested', step: 'approve',   to: 'active',    source: 'CGU.acces-direct' },
  { from: 'requested', step: 'refuse',    to: 'refused',   source: 'CGU.acces-direct' },
  { from: 'requested', step: 'withdraw',  to: 'ended',     source: 'CGU.cloture' },
  { from: 'active',    step: 'end',       to: 'ended',     source: 'CPAM13.4.3' },
  { from: 'active',    step: 'stay',      to: 'active',    source: 'CPAM13.4.3' },
  { from: 'refused',   step: 'ask-again', to: 'requested', source: 'CGU.acces-direct' },
  { from: 'ended',     step: 'ask-again', to: 'requested', source: 'CGU.acces-direct' },
] as const satisfies readonly { from: MembershipStage; step: MembershipStep; to: MembershipStage; source: SourceRef }[];

/** The stage of a place at `t`: an active one whose end has come is over, whatever its row says. */
export function placeAt({ stage, until }: Pick<Membership, 'stage' | 'until'>, t: Date): MembershipStage {
  return stage === 'active' && until !== null && until <= t ? 'ended' : stage;
}

/**
 * Moves a person's place in an organisation along BELONGING.
 *
 * @param endsAt for `end`: the instant the place ends; to come, it stays active until then
 * @throws Refusal `membership.unknown` (unknown) or `membership.step-not-allowed` (conflict)
 */
export function move(account: Account, organisation: string, step: MembershipStep, order: Order, endsAt: Date = order.at): AccountChange {
  const found = account.memberships.find((each) => each.organisation === organisation);
  if (!found) throw new Refusal('membership.unknown', 'unknown', { organisation });
  const from = placeAt(found, order.at);
  const row = BELONGING.find((each) => each.from === from && each.step === step);
  if (!row) throw new Refusal('membership.step-not-allowed', 'conflict', { stage: from, step });
  const next = moved(found, row.to, order, endsAt);
  const memberships = account.memberships.map((each) => (each === found ? next : each));
  const details = step === 'end' ? { endsAt: endsAt.toISOString() } : {};
  const change = changed(account, { memberships }, `membership.${step}`, order, { source: row.source, organisation, details });
  return step === 'end' || step === 'refuse' ? { ...change, narrows: { from: endsAt, organisation } } : change;
}

/**
 * Takes back a departure that is still to come: the place goes on as it was.
 *
 * @throws Refusal `membership.unknown` (unknown), `membership.step-not-allowed` once it is over, or
 *   `membership.no-departure` (conflict) when none is to come
 */
export function stay(account: Account, organisation: string, order: Order): AccountChange {
  const change = move(account, organisation, 'stay', order);
  const leaves = account.memberships.some((each) => each.organisation === organisation && each.until !== null);
  if (!leaves) throw new Refusal('membership.no-departure', 'conflict', { organisation });
  return change;
}

/** Asks for a first place in an organisation. @throws Refusal `membership.already` (conflict) */
export function ask(account: Account, organisation: string, order: Order): AccountChange {
  if (account.memberships.some((each) => each.organisation === organisation)) {
    throw new Refusal('membership.already', 'conflict', { organisation });
  }
  const asked: Membership = { organisation, stage: 'requested', from: order.at, until: null, why: order.why };
  const memberships = [...account.memberships, asked];
  return changed(account, { memberships }, 'membership.ask', order, { source: 'CGU.acces-direct', organisation });
}

/**
 * Asks for a place, first or again; a closed account asks to be opened again by the same act.
 *
 * @throws Refusal `membership.step-not-allowed` (conflict) when the place is held or asked for already
 * @throws Refusal `account.step-not-allowed` (conflict) when the account is archived or erased
 */
export function join(account: Account, organisation: string, order: Order): AccountChange {
  const stage = stageAt(account, order.at);
  const awake =
    stage === 'requested' || stage === 'open' ? account : { ...account, stage: advance(account, 'ask-again', order).next.stage };
  const known = account.memberships.some((each) => each.organisation === organisation);
  return known ? move(awake, organisation, 'ask-again', order) : ask(awake, organisation, order);
}

/**
 * Gives the place that was asked for; the first one given opens the account too.
 *
 * @throws Refusal `membership.unknown` (unknown) or `membership.step-not-allowed` (conflict)
 */
export function admit(account: Account, organisation: string, order: Order): AccountChange {
  const change = move(account, organisation, 'approve', order);
  if (account.stage !== 'requested') return change;
  const { stage } = advance(account, 'approve', order).next;
  return { ...change, next: { ...change.next, stage }, fact: { ...change.fact, what: 'account.approve' } };
}

/**
 * Refuses the place that was asked for; an account with nothing else asked for is closed by it.
 *
 * @throws Refusal `membership.unknown` (unknown) or `membership.step-not-allowed` (conflict)
 */
export function turnDown(account: Account, organisation: string, order: Order): AccountChange {
  const change = move(account, organisation, 'refuse', order);
  const waits = change.next.memberships.some((each) => each.stage === 'requested');
  if (account.stage !== 'requested' || waits) return change;
  const closed = advance(account, 'refuse', order);
  const next = { ...change.next, stage: closed.next.stage };
  return { next, fact: { ...change.fact, what: 'account.refuse' }, narrows: { from: order.at, organisation: null } };
}

/** Closes the account, with every place in it, so that opening it again gives nothing back. */
export function close(account: Account, order: Order): AccountChange {
  const change = advance(account, 'close', order);
  const memberships = account.memberships.map((each) => {
    const stage = placeAt(each, order.at);
    return stage === 'active' || stage === 'requested' ? moved(each, 'ended', order, order.at) : each;
  });
  return { ...change, next: { ...change.next, memberships } };
}

function moved(place: Membership, stage: MembershipStage, order: Order, endsAt: Date): Membership {
  const { why } = order;
  if (stage === place.stage) return { ...place, until: null, why };
  if (stage !== 'ended') return { ...place, stage, from: order.at, until: null, why };
  // A departure to come keeps the place active until its instant: `until` is the truth, no job is needed.
  return endsAt > order.at ? { ...place, until: endsAt, why } : { ...place, stage, until: endsAt, why };
}
