import { sql, type Database, type Tx } from '@habilis/database';
import { Refusal, type Clock } from '@habilis/kernel';
import { folded, Identifiers, type Identifier } from '../sign-in/identifier.ts';

const COLUMNS = 'account_id as account, written, folded';
const FIND = sql('identifier.find', `select ${COLUMNS} from identifier where folded = $1`);
const OF = sql('identifier.of', `select ${COLUMNS} from identifier where account_id = $1`);
const GIVE = sql(
  'identifier.give',
  `insert into identifier (account_id, written, folded, created_at) values ($1, $2, $3, $4)
   on conflict do nothing returning account_id`,
);

/** Identifiers in PostgreSQL; the database keeps them unique. */
export class PgIdentifiers extends Identifiers {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async find(written: string): Promise<Identifier | undefined> {
    const [row] = await this.db.query<Identifier>(FIND, [folded(written)]);
    return row;
  }

  override async of(account: string): Promise<Identifier | undefined> {
    const [row] = await this.db.query<Identifier>(OF, [account]);
    return row;
  }

  /** Gives someone their identifier, for good. @throws Refusal `identifier.taken` (conflict) */
  async give(tx: Tx, { account, written, folded }: Identifier): Promise<void> {
    const given = await tx.query(GIVE, [account, written, folded, this.clock.now()]);
    if (given.length === 0) throw new Refusal('identifier.taken', 'conflict');
  }
}
