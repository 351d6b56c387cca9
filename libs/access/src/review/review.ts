import { Refusal, type Change, type Fact } from '@habilis/kernel';
import { takeBack, type Grant } from '../grant/grant.ts';

/** What becomes of a role that nobody has confirmed by the deadline. */
export const SILENCES = ['suspend', 'leave'] as const;
export type Silence = (typeof SILENCES)[number];

/** Why a role is looked at twice: nobody uses it, nobody answers for its holder, its holder's situation is another. */
export const PROPOSALS = ['unused', 'orphan', 'situation-changed'] as const;
export type Proposal = (typeof PROPOSALS)[number];

export const DECISIONS = ['keep', 'remove'] as const;
export type Decision = (typeof DECISIONS)[number];

/** Why, for each decision: a closed list, since free text would sooner or later hold someone's health. */
export const REVIEW_REASONS = {
  keep: ['duties-unchanged', 'checked-with-structure', 'needed-on-call'],
  remove: ['no-longer-needed', 'left-structure', 'changed-duties', 'never-used', 'granted-by-mistake'],
} as const satisfies Record<Decision, readonly string[]>;

/** A round in which every role of an organisation is confirmed or taken back. @fr campagne de revue des habilitations */
export interface Review {
  readonly id: string;
  readonly organisation: string;
  readonly title: string;
  /** Empty: every role. */
  readonly roles: readonly string[];
  /** The organisation itself and what lies below it, as far as it was chosen. */
  readonly structures: readonly string[];
  readonly silence: Silence;
  /** The first instant at which nothing can be confirmed any more. */
  readonly deadline: Date;
  readonly startedAt: Date;
  readonly startedBy: string;
}

/** One role of one person to be confirmed. */
export interface ReviewItem {
  readonly review: string;
  readonly grant: Grant;
  /** Who was named for the structure; null: whoever may review there. */
  readonly reviewer: string | null;
  /** The end that the grant had before the review, given back by a confirmation. */
  readonly untilBefore: Date | null;
  /** Left as it is by silence whatever the review says: without its holder nobody could grant here again. */
  readonly spared: boolean;
  readonly proposal: Proposal | null;
  readonly decision: Decision | null;
  readonly why: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
}

/** Where an item stands; what ends at the deadline ends by itself. */
export const ITEM_STATES = ['waiting', 'kept', 'removed', 'gone', 'suspended', 'left'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** Derived from the instant, as the grant's own end is: no job closes a review. */
export function itemState(item: ReviewItem, { deadline, silence }: Review, t: Date): ItemState {
  if (item.decision === 'remove') return 'removed';
  if (item.grant.revokedAt !== null) return 'gone';
  if (item.decision === 'keep') return 'kept';
  if (t < deadline) return 'waiting';
  return silence === 'suspend' && !item.spared ? 'suspended' : 'left';
}

export interface ReviewOrder {
  readonly by: string;
  readonly at: Date;
  readonly why: string;
}

/** Days that reviewers have at least, and at most: a review that lasts a year is none. */
const REVIEW_DAYS = { least: 1, most: 180 } as const;

/** @throws Refusal `review.deadline` (invalid) */
export function mustLeaveTime(deadline: Date, at: Date): void {
  const days = (deadline.getTime() - at.getTime()) / 86_400_000;
  const { least, most } = REVIEW_DAYS;
  if (days < least || days > most) throw new Refusal('review.deadline', 'invalid', { least, most });
}

/** @throws Refusal `review.over`, `review.decided` or `grant.already-revoked` (conflict), `review.reason` (invalid) */
function mustBeOpen(item: ReviewItem, review: Review, decision: Decision, { at, why }: ReviewOrder): void {
  if (!(REVIEW_REASONS[decision] as readonly string[]).includes(why)) throw new Refusal('review.reason', 'invalid', { why });
  if (at >= review.deadline) throw new Refusal('review.over', 'conflict', { review: review.id });
  if (item.grant.revokedAt !== null) throw new Refusal('grant.already-revoked', 'conflict', { grant: item.grant.id });
  if (item.decision === decision) throw new Refusal('review.decided', 'conflict', { grant: item.grant.id });
}

/**
 * Confirms a role: its grant has again the end it had before the review.
 *
 * @throws Refusal `review.over`, `review.decided` or `grant.already-revoked` (conflict), `review.reason` (invalid)
 */
export function keep(item: ReviewItem, review: Review, order: ReviewOrder): Change<ReviewItem> {
  mustBeOpen(item, review, 'keep', order);
  const { grant, untilBefore } = item;
  return {
    next: { ...decided(item, 'keep', order), grant: { ...grant, until: untilBefore } },
    fact: factOf('review.kept', item, review, order, { until: untilBefore?.toISOString() ?? null }),
  };
}

/**
 * Takes a role back, now.
 *
 * @throws Refusal `review.over`, `review.decided`, `grant.already-revoked` or `grant.over` (conflict), `review.reason` (invalid)
 */
export function remove(item: ReviewItem, review: Review, order: ReviewOrder): Change<ReviewItem> {
  mustBeOpen(item, review, 'remove', order);
  const { next, fact } = takeBack(item.grant, { by: order.by, at: order.at, why: 'review' });
  return {
    next: { ...decided(item, 'remove', order), grant: next },
    fact: { ...fact, details: { ...fact.details, review: review.id, reason: order.why } },
  };
}

const decided = (item: ReviewItem, decision: Decision, { by, at, why }: ReviewOrder): ReviewItem => ({
  ...item,
  decision,
  why,
  decidedBy: by,
  decidedAt: at,
});

const factOf = (what: string, { grant }: ReviewItem, review: Review, order: ReviewOrder, details: object): Fact => ({
  what,
  on: grant.account,
  ...order,
  source: 'CPAM13.10.2',
  organisation: grant.organisation,
  details: { review: review.id, grant: grant.id, role: grant.role, ...details },
});

/** What the policy looks at when a review, or one of its items, is acted upon. */
export const reviewTarget = ({ id, organisation }: Pick<Review, 'id' | 'organisation'>) => ({ type: 'Review', id, organisation });
export const itemTarget = ({ review, grant, reviewer }: ReviewItem) => ({
  type: 'Review',
  id: review,
  organisation: grant.organisation,
  holder: grant.account,
  ...(reviewer !== null && { reviewer }),
});
