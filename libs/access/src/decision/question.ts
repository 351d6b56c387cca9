import type { Target } from '@habilis/kernel';
import type { Tie } from '../engagement/tie.ts';

/** "May they do this to this", once who asks is known. */
export interface Question {
  readonly action: string;
  readonly target: Target;
  /** What a portal declares about its question: its purpose. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** What ties the person to the thing, when that was looked up. */
  readonly tie?: Tie | undefined;
  /** The part of the thing that is asked for; absent: all of it. */
  readonly field?: string;
}
