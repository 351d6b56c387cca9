import { DecideReview, ReadReviews, RemindReviewers, StartReview, type Callers, type Holdings, type Policy } from '@habilis/access';
import { PgReviews } from '@habilis/access/pg';
import { ConsoleReviewsController, RefusalWords } from '@habilis/access/web';
import type { Ground } from './ground.ts';
import { wired } from './wired.ts';

interface Around {
  readonly policy: Policy;
  readonly holdings: Holdings;
  readonly callers: Callers;
}

/** Rounds in which the roles of an organisation are confirmed or taken back. */
export function wireReviews({ db, clock, sentences }: Ground, { policy, holdings, callers }: Around) {
  const reviews = new PgReviews(db);
  const words: RefusalWords = { of: (code) => sentences.refusal('fr', code) ?? code };
  const remind = new RemindReviewers(reviews, clock);
  return {
    chores: [() => remind.run()],
    controllers: [ConsoleReviewsController],
    providers: [
      wired(StartReview, new StartReview(policy, reviews, holdings, clock)),
      wired(DecideReview, new DecideReview(policy, callers, reviews, clock)),
      wired(ReadReviews, new ReadReviews(reviews, clock)),
      wired(RefusalWords, words),
    ],
  };
}
