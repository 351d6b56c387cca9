import { sql, type Database } from '@habilis/database';
import { Holders, type Holder } from '../factor/factors.ts';

const HOLDER = sql('holder.of', `select trim(given_name || ' ' || family_name) as name, email from account where id = $1`);

/** Reads people where accounts keep them. */
export class PgHolders extends Holders {
  constructor(private readonly db: Database) {
    super();
  }

  override async of(account: string): Promise<Holder | undefined> {
    const [row] = await this.db.query<{ name: string; email: string | null }>(HOLDER, [account]);
    return row && { name: row.name, label: row.email ?? row.name };
  }
}
