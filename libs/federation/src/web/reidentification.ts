import type { Arriving } from '@habilis/accounts';
import type { Request } from 'express';
import type { Level } from '../level.ts';

/** Someone who has just signed in anew at an upstream, to show who they are. */
export interface Presented {
  readonly who: Arriving;
  readonly level: Level;
  /** When they really authenticated there. */
  readonly at: Date;
}

/**
 * Takes the proof of who somebody signed out is, for an account they say is theirs. Answered by whoever keeps recoveries.
 *
 * It signs nobody in, adds nothing to any account, and answers alike whoever it is and whether there is such an account.
 *
 * @fr ré-identification
 */
export abstract class Reidentification {
  /** Counts a try. @throws Refusal `request.too-many` (busy) */
  abstract begin(request: Request): Promise<void>;

  /** @returns where to go then: the same place for everyone */
  abstract complete(name: string, presented: Presented): Promise<string>;
}
