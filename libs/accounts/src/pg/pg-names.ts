import { sql, type Database } from '@habilis/database';
import type { Names } from '../web/console-ports.ts';

const OF = sql(
  'names.of',
  `select id, name from organisation where id = any ($1)
   union all select id, given_name || ' ' || family_name from account where id = any ($1)`,
);

/** The names of organisations and people, from their rows. */
export class PgNames implements Names {
  constructor(private readonly db: Database) {}

  async of(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.db.query<{ id: string; name: string }>(OF, [[...new Set(ids)]]);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}
