import { sql, type Database } from '@habilis/database';

/** Months kept ready ahead of the present one. */
const AHEAD = 2;
const LOCK = 4_400_003;

const ALONE = sql('journal.alone', 'select pg_advisory_xact_lock($1)');
const ENSURE_MONTHS = sql('journal.ensure-months', 'select ensure_fact_months($1)');

/**
 * Makes the partitions of the months to come; for each start, and once a day.
 *
 * Safe to repeat, and from several replicas at once: they wait for one another. Without it facts are still kept,
 * in the partition of others.
 */
export async function prepareJournal(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query(ALONE, [LOCK]);
    await tx.query(ENSURE_MONTHS, [AHEAD]);
  });
}
