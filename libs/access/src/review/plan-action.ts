import { newId, Refusal, type Caller, type Clock } from '@habilis/kernel';
import { belongsAt } from '@habilis/accounts';
import { membersOf } from '../grant/structure-grant.ts';
import type { Holdings } from '../ports.ts';
import { planAction, type ReviewAction } from './action.ts';
import type { ReviewActions, Reviews } from './ports.ts';
import { mayBeCharged } from './reviewers.ts';
import { isShared, itemTarget, reviewTarget, type Review, type ReviewItem } from './review.ts';

export interface ActionRequest extends Pick<ReviewAction, 'review' | 'line' | 'finding' | 'task' | 'owner'> {
  /** An instant of the last day on which it is in time, in Paris. */
  readonly lastDay: Date;
}

/**
 * A reviewer makes an action of what the review found, with somebody to do it and a day to have done it by.
 *
 * It may be planned after the deadline too: a review is over before all it found is put right. Nobody has to put right what they
 * hold themselves, nor plans it.
 *
 * @fr plan d'action d'une revue
 * @source CPAM13.10.4
 */
export class PlanAction {
  constructor(
    private readonly reviews: Reviews,
    private readonly actions: ReviewActions,
    private readonly holdings: Holdings,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws Refusal `review.unknown` (unknown), `access.denied` (forbidden), `review-action.due`, `review-action.owner` or
   *   `review-action.own` (invalid)
   */
  async run(me: Caller, { lastDay, ...request }: ActionRequest): Promise<ReviewAction> {
    const at = this.clock.now();
    const review = await this.reviews.get(request.review);
    const item = request.line === null ? null : await this.reviews.item(review, request.line, { account: me.id, at });
    const target = item ? itemTarget(item, me) : wholeTarget(review);
    if (!me.can('read', target)) throw new Refusal('review.unknown', 'unknown', { review: review.id });
    me.must('plan', target);
    await this.mustBeAble(request.owner, review, item, at);
    const { organisation } = item?.grant ?? review;
    const change = planAction({ ...request, id: newId('rva'), organisation, plannedBy: me.id, plannedAt: at }, lastDay);
    await this.actions.add(change);
    return change.next;
  }

  /** Whoever has to do it belongs to the organisation or below it, may act there, and does not hold the role it is about. */
  private async mustBeAble(owner: string, { organisation }: Review, item: ReviewItem | null, at: Date): Promise<void> {
    const [held, below] = await Promise.all([this.holdings.read([owner]), this.holdings.below([organisation])]);
    const standing = held.get(owner)?.standing;
    if (!standing || !mayBeCharged(standing, below.get(organisation) ?? [], at))
      throw new Refusal('review-action.owner', 'invalid', { organisation });
    const holds = item && (isShared(item.grant) ? belongsAt(standing, at, item.grant.structure) : item.grant.account === owner);
    if (holds) throw new Refusal('review-action.own', 'invalid');
  }
}

/** Nobody in particular holds what the whole is about. */
export const wholeTarget = (review: Pick<Review, 'id' | 'organisation'>) => ({
  ...reviewTarget(review),
  holder: membersOf(review.organisation),
});
