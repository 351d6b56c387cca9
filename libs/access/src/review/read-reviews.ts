import { Refusal, type Caller, type Clock } from '@habilis/kernel';
import type { ItemPage, Progress, ReviewFilter, Reviews } from './ports.ts';
import { reviewTarget, type Review } from './review.ts';

/** Reads the reviews of the organisations that someone answers for. @fr campagnes de revue */
export class ReadReviews {
  constructor(
    private readonly reviews: Reviews,
    private readonly clock: Clock,
  ) {}

  async list(me: Caller, limit: number, offset: number): Promise<{ items: { review: Review; progress: Progress }[]; more: boolean }> {
    const found = await this.reviews.of(me.organisationsFor('list', 'Review'), limit + 1, offset);
    const at = this.clock.now();
    const items = found.slice(0, limit).map(async (review) => ({ review, progress: await this.reviews.progress(review, at) }));
    return { items: await Promise.all(items), more: found.length > limit };
  }

  /** @throws Refusal `review.unknown` (unknown), also for one that the caller may not see */
  async one(me: Caller, id: string): Promise<{ review: Review; progress: Progress }> {
    const review = await this.reviews.get(id);
    if (!me.can('read', reviewTarget(review))) throw new Refusal('review.unknown', 'unknown', { review: id });
    return { review, progress: await this.reviews.progress(review, this.clock.now()) };
  }

  /** @throws Refusal `review.unknown` (unknown) */
  async page(me: Caller, id: string, filter: ReviewFilter, limit: number, offset: number): Promise<ItemPage & { review: Review }> {
    const { review } = await this.one(me, id);
    return { review, ...(await this.reviews.page(review, filter, this.clock.now(), limit, offset)) };
  }
}
