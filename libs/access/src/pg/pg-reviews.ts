import { appendFact, type Database, type Tx } from '@habilis/database';
import { Refusal, type Change, type Fact } from '@habilis/kernel';
import type { StructureGrant } from '../grant/structure-grant.ts';
import { ACTION_STATES, type ActionState } from '../review/action.ts';
import { isShared, ITEM_STATES, type ItemState, type Review, type ReviewItem } from '../review/review.ts';
import {
  Reviews,
  type Asked,
  type ItemPage,
  type LockedReviewDesk,
  type Progress,
  type Reader,
  type ReviewFilter,
  type Scope,
  type Seeing,
  type Share,
} from '../review/ports.ts';
import { lockedGrants, toGrant, type GrantRow } from './pg-grants.ts';
import { saveStructureGrant } from './pg-structure-grants.ts';
import { PROGRESS as ACTION_PROGRESS } from './review-action-statements.ts';
import * as statements from './review-statements.ts';

interface ItemRow extends Omit<ReviewItem, 'grant' | 'why'>, Omit<GrantRow, 'account_id'> {
  decided_for: string | null;
  account_id: string | null;
  structure_id: string | null;
  proposed_at: Date | null;
  approved_at: Date | null;
}

interface Counted<State> {
  review: string;
  state: State;
  count: number;
}

const zeros = (states: readonly string[]) => Object.fromEntries(states.map((state) => [state, 0]));
const NONE = { ...zeros([...ITEM_STATES, 'unplanned']), actions: zeros(ACTION_STATES) } as unknown as Progress;

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

  override async progress(reviews: readonly string[], { structures, account }: Seeing, t: Date): Promise<ReadonlyMap<string, Progress>> {
    const asked = [structures, account, reviews, t];
    const items = await this.db.query<Counted<ItemState> & { unplanned: number }>(statements.PROGRESS, asked);
    const actions = await this.db.query<Counted<ActionState>>(ACTION_PROGRESS, asked);
    const found = new Map<string, Progress>();
    const of = (review: string) => found.get(review) ?? NONE;
    for (const { review, state, count, unplanned } of items)
      found.set(review, { ...of(review), [state]: count, unplanned: of(review).unplanned + unplanned });
    for (const { review, state, count } of actions)
      found.set(review, { ...of(review), actions: { ...of(review).actions, [state]: count } });
    return found;
  }

  override async item({ id }: Review, grant: string, { account, at }: Reader): Promise<ReviewItem> {
    const [row] = await this.db.query<ItemRow>(statements.ITEMS, [id, [grant], account, at]);
    if (!row) throw new Refusal('review.unknown', 'unknown', { review: id });
    return toItem(row);
  }

  override async concerning(account: string, t: Date): Promise<readonly string[]> {
    return (await this.db.query<{ organisation: string }>(statements.CONCERNING, [account, t])).map(({ organisation }) => organisation);
  }

  override async page(
    { id }: Review,
    { structures, account }: Seeing,
    filter: ReviewFilter,
    t: Date,
    limit: number,
    offset: number,
  ): Promise<ItemPage> {
    const { state = null, proposal = null, structure = null, unplanned = false } = filter;
    const asked = [structures, account, id, t, state, proposal, structure, unplanned, limit + 1, offset];
    const rows = await this.db.query<ItemRow>(statements.PAGE, asked);
    return { items: rows.slice(0, limit).map(toItem), more: rows.length > limit };
  }

  override scope(review: Review, asked: Asked): Promise<Scope> {
    return scopeOf(this.db, review, asked);
  }

  override async counted(structures: readonly string[], roles: readonly string[], t: Date): Promise<ReadonlyMap<string, number>> {
    const rows = await this.db.query<{ organisation: string; count: number }>(statements.COUNTED, [structures, roles, t]);
    return new Map(rows.map(({ organisation, count }) => [organisation, count]));
  }

  override start(review: Review, asked: Asked, spared: readonly string[], judge: (scope: Scope) => readonly Fact[]): Promise<Scope> {
    const { id, organisation, title, roles, structures, silence, deadline, startedAt, startedBy } = review;
    return this.db.transaction(async (tx) => {
      await tx.query(statements.LOCK_GRANTS, [structures]);
      await tx.query(statements.LOCK_STRUCTURE_GRANTS, [structures]);
      const scope = await scopeOf(tx, review, asked);
      const facts = judge(scope);
      await tx.query(statements.ADD, [id, organisation, title, roles, structures, silence, deadline, startedAt, startedBy]);
      await tx.query(statements.ADD_ITEMS, [structures, roles, startedAt, JSON.stringify(asked), id, spared]);
      if (silence === 'suspend') for (const each of statements.END_AT_DEADLINE) await tx.query(each, [id]);
      for (const fact of facts) await appendFact(tx, fact);
      return scope;
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

async function scopeOf(db: Tx, { structures, roles, startedAt }: Review, asked: Asked): Promise<Scope> {
  type Row = Record<'items' | 'shared' | 'people' | 'unused' | 'orphan' | 'changed' | 'empty', number>;
  const [row] = await db.query<Row>(statements.SCOPE, [structures, roles, startedAt]);
  const rows = await db.query<Share & { own: number }>(statements.SHARES, [structures, roles, startedAt, JSON.stringify(asked)]);
  const { items, shared, people, unused, orphan, changed, empty } = row!;
  return {
    ...{ items, shared, people },
    proposals: { unused, orphan, 'situation-changed': changed, 'reaches-nobody': empty },
    shares: rows.map(({ own: ofNobody, ...share }) => ({ ...share, items: share.items - ofNobody })).filter((share) => share.items > 0),
    own: rows.reduce((sum, { own }) => sum + own, 0),
  };
}

const locked = (tx: Tx): LockedReviewDesk => {
  const grants = lockedGrants(tx);
  const note = ({ review, grant, decision, why, decidedBy, decidedAt }: ReviewItem) =>
    tx.query(statements.DECIDE, [review, grant.id, decision, why, decidedBy, decidedAt]);
  return {
    grants,

    async items(review, lines, { account, at }) {
      const [items, ...grantsOf] = statements.LOCK_ITEMS;
      await tx.query(items, [review, lines]);
      for (const each of grantsOf) await tx.query(each, [lines]);
      return (await tx.query<ItemRow>(statements.ITEMS, [review, lines, account, at])).map(toItem);
    },

    async keep({ next, fact }: Change<ReviewItem>) {
      await note(next);
      const giveBack = isShared(next.grant) ? statements.GIVE_BACK_STRUCTURE : statements.GIVE_BACK;
      await tx.query(giveBack, [next.grant.id, next.grant.until]);
      await appendFact(tx, fact);
    },

    async remove({ next, fact }: Change<ReviewItem>) {
      await note(next);
      if (isShared(next.grant)) await saveStructureGrant(tx, { next: next.grant, fact });
      else await grants.revoke({ next: next.grant, fact });
    },
  };
};

function toItem(row: ItemRow): ReviewItem {
  const { review, reaches, own, reviewer, substitute, untilBefore, spared, proposal, decision, decidedBy, decidedAt } = row;
  const item = {
    review,
    reaches,
    own,
    reviewer,
    substitute,
    untilBefore,
    spared,
    proposal,
    decision,
    why: row.decided_for,
    decidedBy,
    decidedAt,
  };
  return { ...item, grant: row.structure_id === null ? toGrant({ ...row, account_id: row.account_id! }) : toStructureGrant(row) };
}

const toStructureGrant = (row: ItemRow): StructureGrant => ({
  ...{ id: row.id, structure: row.structure_id!, role: row.role, organisation: row.organisation_id },
  ...{ from: row.from_at, until: row.until_at, why: row.reason, by: row.granted_by, proposedAt: row.proposed_at! },
  ...{ approvedBy: row.approved_by, approvedAt: row.approved_at, revokedAt: row.revoked_at, revokedBy: row.revoked_by },
});
