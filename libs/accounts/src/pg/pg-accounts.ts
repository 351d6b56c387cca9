import { sql, type Database, type Tx } from '@habilis/database';
import { Refusal } from '@habilis/kernel';
import type { Account, AccountChange } from '../account.ts';
import { AccountStore } from '../ports.ts';
import { ACCOUNT_COLUMNS, insertAccount, meaning, toAccount, updateAccount, type AccountRow } from './account-rows.ts';
import { insertNationalIds } from './identity-rows.ts';

const GET = sql('account.get', `select ${ACCOUNT_COLUMNS} from account a where a.id = $1`);

/** An account as this transaction sees it. @throws Refusal `account.unknown` (unknown) */
export async function accountIn(tx: Tx, id: string): Promise<Account> {
  const [row] = await tx.query<AccountRow>(GET, [id]);
  if (!row) throw new Refusal('account.unknown', 'unknown', { id });
  return toAccount(row);
}

/** Accounts in PostgreSQL: one statement to load, one transaction to commit. */
export class PgAccounts extends AccountStore {
  constructor(private readonly db: Database) {
    super();
  }

  override async get(id: string): Promise<Account> {
    return accountIn(this.db, id);
  }

  override async commit(change: AccountChange): Promise<void> {
    try {
      await this.db.transaction((tx) => updateAccount(tx, change));
    } catch (error) {
      throw meaning(error);
    }
  }

  override async create(change: AccountChange, nationalId?: string): Promise<void> {
    try {
      await this.db.transaction(async (tx) => {
        await insertAccount(tx, change);
        if (nationalId !== undefined) await insertNationalIds(tx, change.next.id, [nationalId], change.fact.at);
      });
    } catch (error) {
      throw meaning(error);
    }
  }
}
