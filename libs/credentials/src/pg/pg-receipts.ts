import { sql, type Database } from '@habilis/database';
import { Receipts, type Receipt } from '../receipt/receipt.ts';

const COLUMNS = `number, account_id as account, kind, at, given_name as "givenName", family_name as "familyName", why,
  until_at as until, factor`;
const OF = sql('receipt.of', `select ${COLUMNS} from receipt where account_id = $1 order by at desc, number limit 100`);
const FIND = sql('receipt.find', `select ${COLUMNS} from receipt where number = $1`);

/** Receipts in PostgreSQL, which writes them with the facts. */
export class PgReceipts extends Receipts {
  constructor(private readonly db: Database) {
    super();
  }

  override async of(account: string): Promise<readonly Receipt[]> {
    return this.db.query<Receipt>(OF, [account]);
  }

  override async find(number: string): Promise<Receipt | undefined> {
    const [row] = await this.db.query<Receipt>(FIND, [number]);
    return row;
  }
}
