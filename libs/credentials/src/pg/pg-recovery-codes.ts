import { appendFact, sql, type Database } from '@habilis/database';
import type { Change, Clock } from '@habilis/kernel';
import type { Factor } from '../factor/factor.ts';
import { RecoveryCodes } from '../factor/factors.ts';

const DROP = sql('recovery.drop', `delete from factor where account_id = $1 and kind = 'recovery'`);
const SHEET = sql('recovery.sheet', `insert into factor (id, account_id, kind, name, created_at) values ($1, $2, 'recovery', $3, $4)`);
const CODES = sql('recovery.codes', 'insert into recovery_code (factor_id, digest) select $1, unnest($2::text[])');
const ONE_AT_A_TIME = sql('recovery.one-at-a-time', 'select pg_advisory_xact_lock(hashtextextended($1, 4400920))');
const SPEND = sql(
  'recovery.spend',
  `with spent as (
     update recovery_code c set used_at = $3 from factor f
     where f.id = c.factor_id and f.account_id = $1 and f.held_since is null and c.digest = $2 and c.used_at is null
     returning c.factor_id)
   update factor f set last_used_at = $3 from spent where f.id = spent.factor_id
   returning f.id, (select count(*)::int - 1 from recovery_code c where c.factor_id = f.id and c.used_at is null) as left_over`,
);

export class PgRecoveryCodes extends RecoveryCodes {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async replace({ next, fact }: Change<Factor>, digests: readonly string[]): Promise<void> {
    await this.db.transaction(async (tx) => {
      await tx.query(ONE_AT_A_TIME, [next.account]);
      await tx.query(DROP, [next.account]);
      await tx.query(SHEET, [next.id, next.account, next.name, next.createdAt]);
      await tx.query(CODES, [next.id, [...digests]]);
      await appendFact(tx, fact);
    });
  }

  override async spend(account: string, digest: string): Promise<number | undefined> {
    return this.db.transaction(async (tx) => {
      const at = this.clock.now();
      const [spent] = await tx.query<{ id: string; left_over: number }>(SPEND, [account, digest, at]);
      if (!spent) return undefined;
      const details = { factor: spent.id, left: spent.left_over };
      await appendFact(tx, { what: 'recovery-code.used', on: account, by: account, at, why: 'asked-by-person', details });
      return spent.left_over;
    });
  }
}
