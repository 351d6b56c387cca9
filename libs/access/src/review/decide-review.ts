import { Refusal, type Caller, type Clock } from '@habilis/kernel';
import type { Callers } from '../decision/callers.ts';
import type { Policy } from '../policy/language/policy.ts';
import { mustNotBeLast } from '../grant/revoke-role.ts';
import { isShared, itemTarget, keep, remove, type Decision, type Review, type ReviewItem } from './review.ts';
import type { LockedReviewDesk, Reviews } from './ports.ts';

export interface ReviewDecision {
  readonly review: string;
  /** Ids of the grants, of people and of structures, 500 at most. */
  readonly grants: readonly string[];
  readonly decision: Decision;
  readonly why: string;
}

/** What was done, and what was not with the code of each refusal. */
export interface Decided {
  readonly done: readonly string[];
  readonly refused: readonly { readonly grant: string; readonly code: string }[];
}

/** Thrown to leave the transaction with what it would have done. */
class OnlyForeseen extends Error {
  constructor(readonly decided: Decided) {
    super();
  }
}

/**
 * A reviewer confirms or takes back roles, one or many at a time.
 *
 * What may not be done is passed over and told; the rest is done, in one transaction. Nobody reviews what they hold themselves: the
 * policy says so, and is asked for each.
 *
 * @fr décision de revue
 * @source CPAM13.10.2
 */
export class DecideReview {
  constructor(
    private readonly policy: Policy,
    private readonly callers: Pick<Callers, 'again'>,
    private readonly reviews: Reviews,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal `review.unknown` (unknown) */
  async run(me: Caller, request: ReviewDecision): Promise<Decided> {
    return this.deciding(me, request, (decided) => decided);
  }

  /** What `run` would do: done, and undone with its transaction. */
  async plan(me: Caller, request: ReviewDecision): Promise<Decided> {
    try {
      return await this.deciding(me, request, (decided) => {
        throw new OnlyForeseen(decided);
      });
    } catch (error) {
      if (error instanceof OnlyForeseen) return error.decided;
      throw error;
    }
  }

  private async deciding(me: Caller, request: ReviewDecision, last: (decided: Decided) => Decided): Promise<Decided> {
    const review = await this.reviews.get(request.review);
    const holders = await this.reviews.holders(request.grants);
    return this.reviews.deciding([me.id, ...holders], async (desk) => {
      const again = await this.callers.again(me, desk.grants.holdings);
      const items = await desk.items(review.id, request.grants, { account: me.id, at: this.clock.now() });
      const seen = items.filter((item) => again.can('read', itemTarget(item, again)));
      if (seen.length === 0) throw new Refusal('review.unknown', 'unknown', { review: review.id });
      return last(await this.decideAll(again, review, seen, request, desk));
    });
  }

  private async decideAll(me: Caller, review: Review, items: readonly ReviewItem[], request: ReviewDecision, desk: LockedReviewDesk) {
    const at = this.clock.now();
    const done: string[] = [];
    const refused: { grant: string; code: string }[] = [];
    for (const item of items) {
      const grant = item.grant.id;
      const code = await this.decideOne(me, review, item, { by: me.id, at, why: request.why }, request.decision, desk);
      if (code === undefined) done.push(grant);
      else refused.push({ grant, code });
    }
    return { done, refused };
  }

  /** @returns the code of the refusal; undefined once it is done */
  private async decideOne(
    me: Caller,
    review: Review,
    item: ReviewItem,
    order: Parameters<typeof keep>[2],
    decision: Decision,
    desk: LockedReviewDesk,
  ): Promise<string | undefined> {
    try {
      me.must('decide', itemTarget(item, me));
      if (decision === 'keep') {
        await desk.keep(keep(item, review, order));
      } else {
        const change = remove(item, review, order);
        if (!isShared(item.grant)) await mustNotBeLast(this.policy, desk.grants, item.grant, order.at);
        await desk.remove(change);
      }
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      throw error;
    }
  }
}
