import type { Fact } from '@habilis/kernel';
import { sql, type Database } from '@habilis/database';
import { DenialStore } from '../ports.ts';

/** `appendFact` for many: one statement, all or nothing. */
const WRITE = sql(
  'access.denials',
  `insert into fact (at, what, on_id, by_id, why, source, organisation, details)
   select at, what, on_id, by_id, why, source, organisation, details
   from jsonb_to_recordset($1) as denied(at timestamptz, what text, on_id text, by_id text, why text, source text, organisation text, details jsonb)`,
);

export class PgDenials extends DenialStore {
  constructor(private readonly db: Database) {
    super();
  }

  override async write(facts: readonly Fact[]): Promise<void> {
    await this.db.query(WRITE, [
      JSON.stringify(facts.map(({ on, by, details = {}, ...rest }) => ({ ...rest, on_id: on, by_id: by, details }))),
    ]);
  }
}
