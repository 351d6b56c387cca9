import {
  DecideReview,
  PlanAction,
  ReadActions,
  ReadReviews,
  RemindReviewers,
  SettleAction,
  StartReview,
  type Callers,
  type Holdings,
  type Policy,
} from '@habilis/access';
import { PgReviewActions, PgReviews } from '@habilis/access/pg';
import { ActionWords, ConsoleReviewActionsController, ConsoleReviewsController, RefusalWords } from '@habilis/access/web';
import type { Ground } from './ground.ts';
import { wired } from './wired.ts';

interface Around {
  readonly policy: Policy;
  readonly holdings: Holdings;
  readonly callers: Callers;
}

/** Rounds in which the roles of an organisation are confirmed or taken back, and what is done about what they found. */
export function wireReviews({ db, clock, sentences }: Ground, { policy, holdings, callers }: Around) {
  const reviews = new PgReviews(db);
  const actions = new PgReviewActions(db);
  const settle = new SettleAction(actions, clock);
  const words: RefusalWords = { of: (code) => sentences.refusal('fr', code) ?? code };
  const remind = new RemindReviewers(reviews, clock);
  return {
    chores: [() => remind.run(), () => settle.tellLate()],
    controllers: [ConsoleReviewsController, ConsoleReviewActionsController],
    providers: [
      wired(StartReview, new StartReview(policy, reviews, holdings, clock)),
      wired(DecideReview, new DecideReview(policy, callers, reviews, clock)),
      wired(ReadReviews, new ReadReviews(reviews, clock)),
      wired(PlanAction, new PlanAction(reviews, actions, holdings, clock)),
      wired(SettleAction, settle),
      wired(ReadActions, new ReadActions(actions, clock)),
      ActionWords,
      wired(RefusalWords, words),
    ],
  };
}
