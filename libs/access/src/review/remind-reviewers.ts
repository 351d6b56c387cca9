import type { Clock, Fact } from '@habilis/kernel';
import type { Reviews } from './ports.ts';
import type { Review } from './review.ts';

/** Days before the deadline at which those who have not answered are reminded, the first reminder first. */
const REMINDERS = [7, 1] as const;
const DAY = 86_400_000;

/**
 * Reminds those who answer for a review, and those named for a structure, while roles wait.
 *
 * Each reminder goes out once, and is a fact; the mail is owed by it. Nothing depends on it: the deadline is the deadline.
 *
 * @fr relance d'une revue
 */
export class RemindReviewers {
  constructor(
    private readonly reviews: Reviews,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const at = this.clock.now();
    for (const [index, days] of REMINDERS.entries()) {
      const before = new Date(at.getTime() + days * DAY);
      await this.reviews.remind(index + 1, at, before, (review, named) => factsOf(review, named, at));
    }
  }
}

function factsOf(review: Review, named: readonly string[], at: Date): Fact[] {
  const { id, organisation, deadline } = review;
  const common = { by: 'system:reviews', at, why: 'deadline', source: 'CPAM13.10.2', organisation } as const;
  const details = { review: id, deadline: deadline.toISOString() };
  return [
    { ...common, what: 'review.reminded', on: id, details },
    ...named.map((account) => ({ ...common, what: 'review.reviewer-reminded', on: account, details })),
  ];
}
