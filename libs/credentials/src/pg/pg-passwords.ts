import { sql, type Database } from '@habilis/database';
import { Passwords, type Hashed, type KeptPassword } from '../password.ts';

const OF = sql(
  'password.of',
  `select account_id as account, phc, pepper, changed_at as "changedAt", must_change_by as "mustChangeBy", held_since as "heldSince"
   from password where account_id = $1`,
);
const REHASH = sql('password.rehash', 'update password set phc = $3, pepper = $4 where account_id = $1 and phc = $2');

/** Passwords in PostgreSQL. */
export class PgPasswords extends Passwords {
  constructor(private readonly db: Database) {
    super();
  }

  override async of(account: string): Promise<KeptPassword | undefined> {
    const [row] = await this.db.query<KeptPassword>(OF, [account]);
    return row;
  }

  override async rehash(account: string, from: Hashed, to: Hashed): Promise<void> {
    await this.db.query(REHASH, [account, from.phc, to.phc, to.pepper]);
  }
}
