import type { SourceRef } from './source.ts';

/**
 * One line of the journal: who did what to whom, when, why, under which article.
 *
 * `why` comes from a closed list wherever a person chooses it: free text would sooner or later hold
 * someone's health. `details` hold no secret.
 *
 * @fr trace
 */
export interface Fact {
  /** `<thing>.<what happened>`, past or present tense of the domain: `account.approved`, `hold.absence`. */
  readonly what: string;
  /** The id of what it happened to: an account, a grant, a client. */
  readonly on: string;
  /** The account, the client (`client:<id>`) or the part of the system (`system:<part>`) that did it. */
  readonly by: string;
  readonly at: Date;
  readonly why: string;
  readonly source?: SourceRef;
  /** The organisation whose journal it belongs to, when there is one. */
  readonly organisation?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * A new state together with the fact that explains it.
 *
 * Stores accept changes and never bare states, so nothing can move without leaving a trace.
 */
export interface Change<T> {
  readonly next: T;
  readonly fact: Fact;
}
