import { Refusal, type SourceRef } from '@habilis/kernel';
import { changed, type Account, type AccountChange, type Membership, type MembershipStage, type Order } from './account.ts';

export type MembershipStep = 'approve' | 'refuse' | 'end' | 'ask-again';

/**
 * The life of a person's place in an organisation. What is not a row here cannot happen.
 *
 * @fr rattachement à une organisation
 */
// prettier-ignore
export const BELONGING = [
  { from: 'requested', step: 'approve',   to: 'active',    source: 'CGU.acces-direct' },
  { from: 'requested', step: 'refuse',    to: 'refused',   source: 'CGU.acces-direct' },
  { from: 'active',    step: 'end',       to: 'ended',     source: 'CPAM13.4.3' },
  { from: 'refused',   step: 'ask-again', to: 'requested', source: 'CGU.acces-direct' },
  { from: 'ended',     step: 'ask-again', to: 'requested', source: 'CGU.acces-direct' },
] as const satisfies readonly { from: MembershipStage; step: MembershipStep; to: MembershipStage; source: SourceRef }[];

/**
 * Moves a person's place in an organisation along BELONGING.
 *
 * `end` sets the instant the place ends: its stage is already `ended` before that instant only in intention,
 * so a departure next Friday leaves the place active until Friday.
 *
 * @throws Refusal `membership.unknown` (unknown) or `membership.step-not-allowed` (conflict)
 */
export function move(account: Account, organisation: string, step: MembershipStep, order: Order, endsAt: Date = order.at): AccountChange {
  const found = account.memberships.find((each) => each.organisation === organisation);
  if (!found) throw new Refusal('membership.unknown', 'unknown', { organisation });
  const row = BELONGING.find((each) => each.from === found.stage && each.step === step);
  if (!row) throw new Refusal('membership.step-not-allowed', 'conflict', { stage: found.stage, step });
  const next = moved(found, row.to, order, endsAt);
  const memberships = account.memberships.map((each) => (each === found ? next : each));
  const details = step === 'end' ? { endsAt: endsAt.toISOString() } : {};
  const change = changed(account, { memberships }, `membership.${step}`, order, { source: row.source, organisation, details });
  return step === 'end' || step === 'refuse' ? { ...change, narrows: { from: endsAt, organisation } } : change;
}

/** Asks for a place in one more organisation. @throws Refusal `membership.already` (conflict) */
export function ask(account: Account, organisation: string, order: Order): AccountChange {
  if (account.memberships.some((each) => each.organisation === organisation)) {
    throw new Refusal('membership.already', 'conflict', { organisation });
  }
  const asked: Membership = { organisation, stage: 'requested', from: order.at, until: null };
  const memberships = [...account.memberships, asked];
  return changed(account, { memberships }, 'membership.requested', order, { source: 'CGU.acces-direct', organisation });
}

function moved(place: Membership, stage: MembershipStage, order: Order, endsAt: Date): Membership {
  if (stage === 'active') return { ...place, stage, from: order.at, until: null };
  if (stage !== 'ended') return { ...place, stage, from: order.at, until: null };
  // A departure in the future keeps the place active until its instant: `until` is the truth, no job is needed.
  return endsAt > order.at ? { ...place, until: endsAt } : { ...place, stage, until: endsAt };
}
