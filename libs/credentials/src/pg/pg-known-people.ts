import { sql, type Database } from '@habilis/database';
import { folded } from '../sign-in/identifier.ts';

/** At most this many people share an address: beyond, it is nobody's. */
const MOST_OF_ONE_NAME = 5;

/** Whoever has this identifier, this address on record or this national identifier. */
const FIND = sql(
  'known-people.find',
  `select id, email is not null as reachable from account a where stage = 'open' and (
     lower(email) = lower($1)
     or exists (select 1 from identifier i where i.account_id = a.id and i.folded = $2)
     or exists (select 1 from national_id n where n.account_id = a.id and n.id in ($1, '8' || $1)))
   order by id limit ${MOST_OF_ONE_NAME + 1}`,
);

/** People by whatever name they give of themselves; reads accounts by name, which this floor does not know. */
export class PgKnownPeople {
  constructor(private readonly db: Database) {}

  /** The one account of that name; undefined when it is nobody's, or several people's. */
  async one(typed: string): Promise<string | undefined> {
    const found = await this.find(typed);
    return found.length === 1 ? found[0]!.id : undefined;
  }

  /** The accounts of that name that have an address to write to. */
  async reachable(typed: string): Promise<readonly string[]> {
    return (await this.find(typed)).filter(({ reachable }) => reachable).map(({ id }) => id);
  }

  private async find(typed: string): Promise<readonly { id: string; reachable: boolean }[]> {
    const name = typed.trim().slice(0, 254);
    const found = await this.db.query<{ id: string; reachable: boolean }>(FIND, [name, folded(name)]);
    return found.length > MOST_OF_ONE_NAME ? [] : found;
  }
}
