import type { Fact } from '@habilis/kernel';
import { sql, type Tx } from './database.ts';

const APPEND = sql(
  'fact.append',
  `insert into fact (at, what, on_id, by_id, why, source, organisation, details) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

/** Writes one line of the journal, in the transaction of the change it explains. */
export async function appendFact(tx: Tx, fact: Fact): Promise<void> {
  await tx.query(APPEND, [
    fact.at,
    fact.what,
    fact.on,
    fact.by,
    fact.why,
    fact.source ?? null,
    fact.organisation ?? null,
    fact.details ?? {},
  ]);
}
