import { appendFact, type Database, type Tx } from '@habilis/database';
import { Refusal, type Change, type Fact } from '@habilis/kernel';
import { ITEM_STATES, type ItemState, type Review, type ReviewItem } from '../review/review.ts';
import {
  Reviews,
  type ItemPage,
  type LockedReviewDesk,
  type Progress,
  type ReviewFilter,
  type Scope,
  type Seeing,
} from '../review/ports.ts';
import { lockedGrants, toGrant, type GrantRow } from './pg-grants.ts';
import * as statements from './review-statements.ts';

type ItemRow = Omit<ReviewItem, 'grant'> & Omit<GrantRow, 'id'> & { grant_id: string };

/** Reviews of roles in PostgreSQL. */
export class PgReviews extends Reviews {
  constructor(private readonly db: Database) {
    super();
  }

  override async get(id: string): Promise<Review> {
    const [row] = await this.db.query<Review>(statements.GET, [id]);
    if (!row) throw new Refusal('review.unknown', 'unknown', { review: id });
    return row;
  }

  override of({ structures, account }: Seeing, limit: number, offset: number): Promise<readonly Review[]> {
    return this.db.query<Review>(statements.OF, [structures, account, limit, offset]);
  }

  override async progress({ id }: Review, { structures, account }: Seeing, t: Date): Promise<Progress> {
    const rows = await this.db.query<{ state: ItemState; count: number }>(statements.PROGRESS, [structures, account, id, t]);
    const counts = new Map(rows.map(({ state, count }) => [state, count]));
    return Object.fromEntries(ITEM_STATES.map((state) => [state, counts.get(state) ?? 0])) as Record<ItemState, number>;
  }

  override async page(
    { id }: Review,
    { structures, account }: Seeing,
    filter: ReviewFilter,
    t: Date,
    limit: number,
    offset: number,
  ): Promise<ItemPage> {
    const { state = null, proposal = null, structure = null } = filter;
    const asked = [structures, account, id, t, state, proposal, structure, limit + 1, offset];
    const rows = await this.db.query<ItemRow>(statements.PAGE, asked);
    return { items: rows.slice(0, limit).map(toItem), more: rows.length > limit };
  }

  override async scope({ structures, roles, startedAt }: Review): Promise<Scope> {
    const [row] = await this.db.query<{ items: number; people: number; unused: number; orphan: number; changed: number }>(
      statements.SCOPE,
      [structures, roles, startedAt],
    );
    const { items, people, unused, orphan, changed } = row!;
    return { items, people, proposals: { unused, orphan, 'situation-changed': changed } };
  }

  override start(
    review: Review,
    reviewers: ReadonlyMap<string, string>,
    spared: readonly string[],
    facts: (items: number) => readonly Fact[],
  ): Promise<number> {
    const { id, organisation, title, roles, structures, silence, deadline, startedAt, startedBy } = review;
    return this.db.transaction(async (tx) => {
      await tx.query(statements.ADD, [id, organisation, title, roles, structures, silence, deadline, startedAt, startedBy]);
      await tx.query(statements.LOCK_GRANTS, [structures]);
      const named = [[...reviewers.keys()], [...reviewers.values()]];
      const added = await tx.query(statements.ADD_ITEMS, [structures, roles, startedAt, id, spared, ...named]);
      if (added.length === 0) throw new Refusal('review.empty', 'conflict');
      if (silence === 'suspend') await tx.query(statements.END_AT_DEADLINE, [id]);
      for (const fact of facts(added.length)) await appendFact(tx, fact);
      return added.length;
    });
  }

  override async remind(
    step: number,
    at: Date,
    before: Date,
    factsOf: (review: Review, named: readonly string[]) => Fact[],
  ): Promise<void> {
    await this.db.transaction(async (tx) => {
      const due = await tx.query<Review & { named: string[] | null }>(statements.REMIND, [step, at, before]);
      for (const { named, ...review } of due) for (const fact of factsOf(review, named ?? [])) await appendFact(tx, fact);
    });
  }

  override deciding<T>(accounts: readonly string[], work: (desk: LockedReviewDesk) => Promise<T>): Promise<T> {
    return this.db.transaction(async (tx) => {
      await tx.query(statements.LOCK_ACCOUNTS, [accounts]);
      return work(locked(tx));
    });
  }

  override async holders(grants: readonly string[]): Promise<readonly string[]> {
    return (await this.db.query<{ account_id: string }>(statements.HOLDERS, [grants])).map(({ account_id: account }) => account);
  }
}

const locked = (tx: Tx): LockedReviewDesk => {
  const grants = lockedGrants(tx);
  const note = ({ review, grant, decision, why, decidedBy, decidedAt }: ReviewItem) =>
    tx.query(statements.DECIDE, [review, grant.id, decision, why, decidedBy, decidedAt]);
  return {
    grants,

    async items(review, ids) {
      return (await tx.query<ItemRow>(statements.LOCK_ITEMS, [review, ids])).map(toItem);
    },

    async keep({ next, fact }: Change<ReviewItem>) {
      await note(next);
      await tx.query(statements.GIVE_BACK, [next.grant.id, next.grant.until]);
      await appendFact(tx, fact);
    },

    async remove({ next, fact }: Change<ReviewItem>) {
      await note(next);
      await grants.revoke({ next: next.grant, fact });
    },
  };
};

function toItem(row: ItemRow): ReviewItem {
  const { review, reviewer, untilBefore, spared, proposal, decision, why, decidedBy, decidedAt, grant_id: id, ...grant } = row;
  return { review, reviewer, untilBefore, spared, proposal, decision, why, decidedBy, decidedAt, grant: toGrant({ ...grant, id }) };
}
