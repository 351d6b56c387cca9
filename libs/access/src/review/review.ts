import { Refusal, type Caller, type Change, type Fact } from '@habilis/kernel';
import { takeBack, type Grant } from '../grant/grant.ts';
import { membersOf, withdraw, type StructureGrant } from '../grant/structure-grant.ts';

/** What becomes of a role that nobody has confirmed by the deadline. */
export const SILENCES = ['suspend', 'leave'] as const;
export type Silence = (typeof SILENCES)[number];

/** Why a role is looked at twice: nobody uses it, nobody answers for its holder, its holder's situation is another, its structure is empty. */
export const PROPOSALS = ['unused', 'orphan', 'situation-changed', 'reaches-nobody'] as const;
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

/** What is confirmed or taken back: the role of a person, or the role that the members of a structure hold. */
export type ReviewedGrant = Grant | StructureGrant;

export const isShared = (grant: ReviewedGrant): grant is StructureGrant => 'structure' in grant;
/** Whom it is given to: a person or a structure. */
const givenTo = (grant: ReviewedGrant) => (isShared(grant) ? grant.structure : grant.account);

/** One line of a review: a role to be confirmed, as somebody reads it. @fr ligne de revue */
export interface ReviewItem {
  readonly review: string;
  readonly grant: ReviewedGrant;
  /** How many people hold it now: 1, or the members of the structure. */
  readonly reaches: number;
  /** Whether whoever reads it holds it, by themselves or as a member. */
  readonly own: boolean;
  /** Who was named for it, and does not hold it; null: whoever may review there. */
  readonly reviewer: string | null;
  /** Who else was, should the first not come to it. */
  readonly substitute: string | null;
  /** The end that a confirmation gives back: the one the grant had before the review, or another review's deadline if that comes first. */
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
 * What is over stays so: the silence of another review suspended it, and who held what at an instant would be told wrong afterwards.
 *
 * @throws Refusal `review.over`, `review.decided`, `grant.already-revoked` or `grant.over` (conflict), `review.reason` (invalid)
 */
export function keep(item: ReviewItem, review: Review, order: ReviewOrder): Change<ReviewItem> {
  mustBeOpen(item, review, 'keep', order);
  const { grant, untilBefore } = item;
  if (grant.until !== null && grant.until <= order.at) throw new Refusal('grant.over', 'conflict', { grant: grant.id });
  return {
    next: { ...decided(item, 'keep', order), grant: { ...grant, until: untilBefore } },
    fact: factOf('review.kept', item, review, order, { until: untilBefore?.toISOString() ?? null }),
  };
}

/**
 * Takes a role back, now.
 *
 * @throws Refusal `review.over`, `review.decided`, `grant.already-revoked`, `grant.over` or `structure-grant.closed` (conflict), `review.reason` (invalid)
 */
export function remove(item: ReviewItem, review: Review, order: ReviewOrder): Change<ReviewItem> {
  mustBeOpen(item, review, 'remove', order);
  const { grant } = item;
  const taken = { by: order.by, at: order.at, why: 'review' } as const;
  const { next, fact } = isShared(grant) ? withdraw(grant, taken) : takeBack(grant, taken);
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
  on: givenTo(grant),
  ...order,
  source: 'CPAM13.10.2',
  organisation: grant.organisation,
  details: { review: review.id, grant: grant.id, role: grant.role, ...details },
});

/** What the policy looks at when a review, or one of its items, is acted upon. */
export const reviewTarget = ({ id, organisation }: Pick<Review, 'id' | 'organisation'>) => ({ type: 'Review', id, organisation });
/** Whoever is a member of a structure holds what its members hold: the rule against reviewing one's own sees them as its holder. */
export const itemTarget = ({ review, grant, reviewer, substitute, own }: ReviewItem, me: Pick<Caller, 'id'>) => ({
  type: 'Review',
  id: review,
  organisation: grant.organisation,
  holder: own ? me.id : isShared(grant) ? membersOf(grant.structure) : grant.account,
  ...namedOf({ reviewer, substitute }),
});
export const namedOf = ({ reviewer, substitute }: Pick<ReviewItem, 'reviewer' | 'substitute'>) => ({
  ...(reviewer !== null && { reviewer }),
  ...(substitute !== null && { substitute }),
});
