import type { Fact } from '@habilis/kernel';
import type { Extent } from './extent.ts';

/** Lines a reader may ask for at once. */
export const MOST_LINES = 100;

/** One line of the journal as it is read back; `seq` tells apart two facts of one instant. */
export interface RecordedFact extends Fact {
  readonly seq: string;
  /** The role in which someone of an organisation did it, as far as one role tells. */
  readonly byRole?: string | null;
}

/** A slice of a timeline, most recent first; `next` is where the following one begins, null at the end. */
export interface TimelinePage {
  readonly items: readonly RecordedFact[];
  readonly next: string | null;
}

export interface TimelineQuery {
  readonly on: string;
  /** What is shown of which organisations; null shows everything. */
  readonly extent: Extent | null;
  /** Only facts whose code begins with one of these; all of them when absent. */
  readonly beginnings?: readonly string[] | undefined;
  readonly cursor?: string | undefined;
  /** 50 unless told, 100 at most. */
  readonly limit?: number | undefined;
}

/** The journal as it is read. Nobody writes through here: facts come with the changes they explain. */
export abstract class Journal {
  /** @throws Refusal `timeline.cursor-malformed` (invalid) */
  abstract timeline(query: TimelineQuery): Promise<TimelinePage>;

  /** The organisations a person has, had or asks for a place in; empty for someone who does not exist. */
  abstract organisationsOf(accountId: string): Promise<readonly string[]>;

  /** Adds the fact unless one that is the same but for its instant was added since `unlessSince`. */
  abstract record(fact: Fact, unlessSince: Date): Promise<void>;
}
