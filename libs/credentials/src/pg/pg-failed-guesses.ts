import { appendFact, type Database } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import { FailedGuesses } from '../sign-in/sign-in-with-password.ts';
import type { ThrottleKind } from '../sign-in/throttle.ts';

/** What a used-up counter says of whoever guesses. */
const SPRAYING: ReadonlySet<ThrottleKind> = new Set(['address', 'password']);

/** Failed guesses in the journal: the person reads them in their own activity, officers in everyone's. */
export class PgFailedGuesses extends FailedGuesses {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async note(account: string | null, caught: readonly ThrottleKind[]): Promise<void> {
    const [at, on] = [this.clock.now(), account ?? 'system:strangers'];
    await this.db.transaction(async (tx) => {
      await appendFact(tx, { what: 'sign-in.refused', on, by: 'system:sign-in', at, why: 'password', details: { upstream: 'local' } });
      for (const kind of caught) {
        const why = SPRAYING.has(kind) ? 'spraying' : 'guessing';
        await appendFact(tx, { what: 'sign-in.slowed', on, by: 'system:sign-in', at, why, details: { counter: kind } });
      }
    });
  }
}
