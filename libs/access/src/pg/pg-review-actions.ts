import { appendFact, type Database } from '@habilis/database';
import { Refusal, type Change, type Fact } from '@habilis/kernel';
import type { ReviewAction } from '../review/action.ts';
import { ReviewActions, type ActionFilter, type Reader, type SeenAction, type Seeing } from '../review/ports.ts';
import * as statements from './review-action-statements.ts';

/** What is to be done about what reviews found, in PostgreSQL. */
export class PgReviewActions extends ReviewActions {
  constructor(private readonly db: Database) {
    super();
  }

  override async get(review: string, id: string, { account, at }: Reader): Promise<SeenAction> {
    const [row] = await this.db.query<SeenAction>(statements.GET, [review, id, account, at]);
    if (!row) throw new Refusal('review-action.unknown', 'unknown', { id });
    return row;
  }

  override add({ next, fact }: Change<ReviewAction>): Promise<void> {
    const { id, review, organisation, line, finding, task, owner, dueAt, plannedBy, plannedAt } = next;
    return this.db.transaction(async (tx) => {
      await tx.query(statements.ADD, [id, review, organisation, line, finding, task, owner, dueAt, plannedBy, plannedAt]);
      await appendFact(tx, fact);
    });
  }

  override close({ next, fact }: Change<ReviewAction>): Promise<void> {
    const { id, done, givenUp, closedBy, closedAt } = next;
    return this.db.transaction(async (tx) => {
      const closed = await tx.query(statements.CLOSE, [id, done, givenUp, closedBy, closedAt]);
      if (closed.length === 0) throw new Refusal('review-action.closed', 'conflict', { id });
      await appendFact(tx, fact);
    });
  }

  override page(
    review: string,
    { structures, account }: Seeing,
    { state }: ActionFilter,
    t: Date,
    limit: number,
    offset: number,
  ): Promise<readonly SeenAction[]> {
    return this.db.query<SeenAction>(statements.PAGE, [structures, account, review, t, state ?? null, limit, offset]);
  }

  override tellLate(t: Date, before: Date, factOf: (action: ReviewAction) => Fact): Promise<void> {
    return this.db.transaction(async (tx) => {
      for (const each of await tx.query<ReviewAction>(statements.LATE, [t, before])) await appendFact(tx, factOf(each));
    });
  }
}
