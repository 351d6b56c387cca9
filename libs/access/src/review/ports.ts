import type { Change, Fact } from '@habilis/kernel';
import type { LockedGrantDesk } from '../ports.ts';
import type { ItemState, Proposal, Review, ReviewItem } from './review.ts';

/** What a review would hold, before it is started. */
export interface Scope {
  readonly items: number;
  /** How many of them are the roles of structures' members. */
  readonly shared: number;
  /** Everyone who holds one of them now, by themselves or as a member. */
  readonly people: number;
  readonly proposals: Readonly<Record<Proposal, number>>;
}

/** How many items there are in each state: the bar of progress. */
export type Progress = Readonly<Record<ItemState, number>>;

/** Whose eyes look: the structures they answer for, and their own name, by which a review may have named them. */
export interface Seeing {
  readonly structures: readonly string[];
  readonly account: string;
}

export interface ReviewFilter {
  readonly state?: ItemState | undefined;
  readonly proposal?: Proposal | undefined;
  readonly structure?: string | undefined;
}

export interface ItemPage {
  readonly items: readonly ReviewItem[];
  readonly more: boolean;
}

/** What is written about items, in the transaction that may take grants back. */
export interface LockedReviewDesk {
  readonly grants: LockedGrantDesk;
  /** Those that exist, under lock. */
  items(review: string, grants: readonly string[], reader: { readonly account: string; readonly at: Date }): Promise<readonly ReviewItem[]>;
  keep(change: Change<ReviewItem>): Promise<void>;
  remove(change: Change<ReviewItem>): Promise<void>;
}

/** Where reviews are kept. */
export abstract class Reviews {
  /** @throws Refusal `review.unknown` (unknown) */
  abstract get(id: string): Promise<Review>;
  /** Those of which somebody sees an item, the latest first. */
  abstract of(seeing: Seeing, limit: number, offset: number): Promise<readonly Review[]>;
  /** Of the items that are seen of each, in one statement; one of which nothing is seen is absent. */
  abstract progress(reviews: readonly string[], seeing: Seeing, t: Date): Promise<ReadonlyMap<string, Progress>>;
  /** By organisation: what structures' members hold, then by name of the holder. */
  abstract page(review: Review, seeing: Seeing, filter: ReviewFilter, t: Date, limit: number, offset: number): Promise<ItemPage>;
  abstract scope(review: Review): Promise<Scope>;

  /**
   * Puts every grant that counts in the scope on the list, in one statement, and ends at the deadline those that silence suspends.
   *
   * @param reviewers who is named for a structure
   * @param spared roles that silence leaves
   * @param facts told with how many there are; a review of nothing is not kept
   * @returns how many
   * @throws Refusal `review.empty` (conflict)
   */
  abstract start(
    review: Review,
    reviewers: ReadonlyMap<string, string>,
    spared: readonly string[],
    facts: (items: number) => readonly Fact[],
  ): Promise<number>;

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
