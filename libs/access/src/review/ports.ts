import type { Change, Fact } from '@habilis/kernel';
import type { LockedGrantDesk } from '../ports.ts';
import type { ActionState, ReviewAction } from './action.ts';
import type { ItemState, Proposal, Review, ReviewItem } from './review.ts';

/** How many lines fall to somebody; null: to whoever may review there. */
export interface Share {
  readonly account: string | null;
  readonly items: number;
  /** How many of them would have been somebody's own, and went to the next. */
  readonly passed: number;
}

/** What a review would hold, before it is started. */
export interface Scope {
  readonly items: number;
  /** How many of them are the roles of structures' members. */
  readonly shared: number;
  /** Everyone who holds one of them now, by themselves or as a member. */
  readonly people: number;
  readonly proposals: Readonly<Record<Proposal, number>>;
  readonly shares: readonly Share[];
  /** How many lines are held by everyone who was asked to review them: a review may not be started so. */
  readonly own: number;
}

/** How many items there are in each state, how many of them were found wanting without an action, and how far the actions are. */
export type Progress = Readonly<Record<ItemState | 'unplanned', number>> & { readonly actions: Readonly<Record<ActionState, number>> };

/** Whose eyes look: the structures they answer for, and their own name, by which a review may have named them. */
export interface Seeing {
  readonly structures: readonly string[];
  readonly account: string;
}

export interface ReviewFilter {
  readonly state?: ItemState | undefined;
  readonly proposal?: Proposal | undefined;
  readonly structure?: string | undefined;
  /** Only what was found and of which no action was made: what speaks for a removal, and what was removed. */
  readonly unplanned?: boolean | undefined;
}

export interface ItemPage {
  readonly items: readonly ReviewItem[];
  readonly more: boolean;
}

/** Who reads a line, and when: whether it is their own depends on it. */
export interface Reader {
  readonly account: string;
  readonly at: Date;
}

/** Who is asked to review, for each structure, the first one first. */
export type Asked = Readonly<Record<string, readonly string[]>>;

/** What is written about items, in the transaction that may take grants back. */
export interface LockedReviewDesk {
  readonly grants: LockedGrantDesk;
  /** Those that exist, under lock. */
  items(review: string, grants: readonly string[], reader: Reader): Promise<readonly ReviewItem[]>;
  keep(change: Change<ReviewItem>): Promise<void>;
  remove(change: Change<ReviewItem>): Promise<void>;
}

/** Where reviews are kept. */
export abstract class Reviews {
  /** @throws Refusal `review.unknown` (unknown) */
  abstract get(id: string): Promise<Review>;
  /** Those of which somebody sees an item, the latest first. */
  abstract of(seeing: Seeing, limit: number, offset: number): Promise<readonly Review[]>;
  /** One line. @throws Refusal `review.unknown` (unknown) */
  abstract item(review: Review, grant: string, reader: Reader): Promise<ReviewItem>;
  /** The organisations of reviews for which this person is named, until their deadline, or charged with an action that is open. */
  abstract concerning(account: string, t: Date): Promise<readonly string[]>;
  /** Of the items and actions that are seen of each; one of which nothing is seen is absent. Two statements, however many there are. */
  abstract progress(reviews: readonly string[], seeing: Seeing, t: Date): Promise<ReadonlyMap<string, Progress>>;
  /** By organisation: what structures' members hold, then by name of the holder. */
  abstract page(review: Review, seeing: Seeing, filter: ReviewFilter, t: Date, limit: number, offset: number): Promise<ItemPage>;
  /** @param asked who is asked to review, for each structure: `askedIn` */
  abstract scope(review: Review, asked: Asked): Promise<Scope>;
  /** How many roles there are to review in each of these structures. */
  abstract counted(structures: readonly string[], roles: readonly string[], t: Date): Promise<ReadonlyMap<string, number>>;

  /**
   * Puts every grant that counts in the scope on the list, in one statement, and ends at the deadline those that silence suspends.
   *
   * @param asked who is asked to review, for each structure: `askedIn`
   * @param spared roles that silence leaves
   * @param judge refuses what may not be started, or tells the facts of what is
   */
  abstract start(review: Review, asked: Asked, spared: readonly string[], judge: (scope: Scope) => readonly Fact[]): Promise<Scope>;

  /**
   * Counts the reminder number `step` of each review that is due before that instant and still has roles that wait, with its facts;
   * once, whoever else does the same.
   *
   * @param factsOf told with those named for structures in which roles wait
   */
  abstract remind(step: number, at: Date, before: Date, factsOf: (review: Review, named: readonly string[]) => Fact[]): Promise<void>;

  /** Decides and writes in one transaction, in which what these accounts hold stays as it is read. */
  abstract deciding<T>(accounts: readonly string[], work: (desk: LockedReviewDesk) => Promise<T>): Promise<T>;

  /** Whose roles these are, of those that people hold by themselves. */
  abstract holders(grants: readonly string[]): Promise<readonly string[]>;
}

/** An action as somebody reads it. */
export interface SeenAction extends ReviewAction {
  /** The line it comes from; null: the review as a whole. */
  readonly about: { readonly account: string | null; readonly structure: string | null; readonly role: string } | null;
  /** Who was named for that line. */
  readonly reviewer: string | null;
  readonly substitute: string | null;
  /** Whether whoever reads it holds the role it is about, by themselves or as a member. */
  readonly own: boolean;
}

export interface ActionFilter {
  readonly state?: ActionState | undefined;
}

/** Where the actions of reviews are kept. */
export abstract class ReviewActions {
  /** @throws Refusal `review-action.unknown` (unknown) */
  abstract get(review: string, id: string, reader: Reader): Promise<SeenAction>;
  abstract add(change: Change<ReviewAction>): Promise<void>;
  /** @throws Refusal `review-action.closed` (conflict) when somebody closed it first */
  abstract close(change: Change<ReviewAction>): Promise<void>;
  /** Open ones first, the nearest day on top. */
  abstract page(
    review: string,
    seeing: Seeing,
    filter: ActionFilter,
    t: Date,
    limit: number,
    offset: number,
  ): Promise<readonly SeenAction[]>;
  /** Tells those that are late at `t` and were not told since `before`; once, whatever the replicas do. */
  abstract tellLate(t: Date, before: Date, factOf: (action: ReviewAction) => Fact): Promise<void>;
}
