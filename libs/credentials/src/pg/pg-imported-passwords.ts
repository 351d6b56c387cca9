import { appendFact, sql, type Database } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import { identifierOf } from '../sign-in/identifier.ts';
import type { PgIdentifiers } from './pg-identifiers.ts';

const PUT = sql(
  'password.import',
  `insert into password (account_id, phc, pepper, changed_at) select id, $2, null, $3 from account where id = $1 and stage = 'open'
   on conflict do nothing returning account_id`,
);

/** Hashes that came from elsewhere, kept as they came until their person's next sign-in. */
export class PgImportedPasswords {
  constructor(
    private readonly db: Database,
    private readonly identifiers: PgIdentifiers,
    private readonly clock: Clock,
  ) {}

  /** @returns whether it was taken: not for an account that is closed, or has a password @throws Refusal `identifier.taken`, `.shape` */
  async take(account: string, identifier: string, phc: string): Promise<boolean> {
    const at = this.clock.now();
    return this.db.transaction(async (tx) => {
      if ((await tx.query(PUT, [account, phc, at])).length === 0) return false;
      if ((await this.identifiers.of(account)) === undefined) await this.identifiers.give(tx, identifierOf(account, identifier));
      await appendFact(tx, { what: 'password.imported', on: account, by: 'system:operator', at, why: 'taken-over' });
      return true;
    });
  }
}
