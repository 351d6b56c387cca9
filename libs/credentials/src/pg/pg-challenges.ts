import { createHash, randomBytes } from 'node:crypto';
import { sql, type Database } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import { Challenges, type ChallengeFor } from '../factor/factors.ts';

const MINUTES = 5;

const GIVE = sql(
  'challenge.give',
  'insert into webauthn_challenge (digest, purpose, browser, account_id, expires_at) values ($1, $2, $3, $4, $5)',
);
const TAKE = sql(
  'challenge.take',
  'delete from webauthn_challenge where digest = $1 and purpose = $2 and browser = $3 and expires_at > $4 returning account_id',
);
const PURGE = sql('challenge.purge', 'delete from webauthn_challenge where expires_at < $1');

const digest = (challenge: string) => createHash('sha256').update(challenge).digest('base64url');

/** Challenges are rows and not signed values: only a row can be used up on every replica at once. */
export class PgChallenges extends Challenges {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async give(purpose: ChallengeFor, browser: string, account: string | null): Promise<string> {
    const challenge = randomBytes(32).toString('base64url');
    const until = new Date(this.clock.now().getTime() + MINUTES * 60_000);
    await this.db.query(GIVE, [digest(challenge), purpose, browser, account, until]);
    return challenge;
  }

  override async take(challenge: string, purpose: ChallengeFor, browser: string): Promise<{ account: string | null } | undefined> {
    const [row] = await this.db.query<{ account_id: string | null }>(TAKE, [digest(challenge), purpose, browser, this.clock.now()]);
    return row && { account: row.account_id };
  }

  async purge(): Promise<void> {
    await this.db.query(PURGE, [this.clock.now()]);
  }
}
