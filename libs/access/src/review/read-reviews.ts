import { Refusal, type Caller, type Clock } from '@habilis/kernel';
import type { ItemPage, Progress, ReviewFilter, Reviews, Seeing } from './ports.ts';
import type { Review } from './review.ts';

/** A review, and how far what one sees of it is. */
export interface ReviewSeen {
  readonly review: Review;
  readonly progress: Progress;
}

/**
 * Reads reviews, each as far as it is one's own: whoever answers for a structure sees its roles, whoever was named for one too.
 *
 * @fr campagnes de revue
 */
export class ReadReviews {
  constructor(
    private readonly reviews: Reviews,
    private readonly clock: Clock,
  ) {}

  async list(me: Caller, limit: number, offset: number): Promise<{ items: ReviewSeen[]; more: boolean }> {
    const seeing = seeingOf(me);
    const found = await this.reviews.of(seeing, limit + 1, offset);
    const shown = found.slice(0, limit);
    const progress = await this.reviews.progress(shown.map(({ id }) => id), seeing, this.clock.now()); // prettier-ignore
    const items = shown.map((review) => ({ review, progress: progress.get(review.id) }));
    return { items: items.filter((each): each is ReviewSeen => each.progress !== undefined), more: found.length > limit };
  }

  /** @throws Refusal `review.unknown` (unknown), also for one of which the caller sees nothing */
  async one(me: Caller, id: string): Promise<ReviewSeen> {
    const review = await this.reviews.get(id);
    const progress = (await this.reviews.progress([id], seeingOf(me), this.clock.now())).get(id);
    if (!progress) throw new Refusal('review.unknown', 'unknown', { review: id });
    return { review, progress };
  }

  /** The organisations of reviews in which this person has something to do, whatever their roles: named for a structure, or charged with an action. */
  concerning(me: Caller): Promise<readonly string[]> {
    return this.reviews.concerning(me.id, this.clock.now());
  }

  /** @throws Refusal `review.unknown` (unknown) */
  async page(me: Caller, id: string, filter: ReviewFilter, limit: number, offset: number): Promise<ItemPage & { review: Review }> {
    const { review } = await this.one(me, id);
    return { review, ...(await this.reviews.page(review, seeingOf(me), filter, this.clock.now(), limit, offset)) };
  }
}

/** Whose eyes these are. */
export const seeingOf = (me: Caller): Seeing => ({ structures: me.organisationsFor('list', 'Review'), account: me.id });
