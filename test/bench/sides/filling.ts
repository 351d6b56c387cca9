import pg from 'pg';

/**
 * Fills tables one after another as their owner, by the million: neither keys nor triggers are seen to row by row, and the
 * indexes are made once at the end, out of what is there. What is left is what rows told one by one would have left.
 *
 * An index that a key of another table rests on cannot be dropped and made again: all are put aside instead.
 *
 * @param statements what fills each table, by its name
 */
export async function fill(databaseUrl: string, statements: Readonly<Record<string, string>>, values: unknown[] = []): Promise<void> {
  const db = new pg.Client(databaseUrl);
  await db.connect();
  try {
    for (const each of SETTINGS) await db.query(each);
    for (const [table, statement] of Object.entries(statements)) {
      await db.query(ASIDE, [table, false]);
      await db.query(statement, values);
      await db.query(ASIDE, [table, true]);
      await db.query(`reindex table ${table}`);
      await db.query(`vacuum analyze ${table}`);
    }
  } finally {
    await db.end();
  }
}

const SETTINGS = [
  'set session_replication_role = replica',
  `set maintenance_work_mem = '512MB'`,
  `set work_mem = '256MB'`,
  'set max_parallel_maintenance_workers = 2',
];

/** Nothing is written to an index that is not ready, nor looked for in one that is not valid; partitions have their own. */
const ASIDE = `update pg_index set indisready = $2, indisvalid = $2 where indrelid in (select relid from pg_partition_tree($1::text::regclass))`;
