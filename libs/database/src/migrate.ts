import pg from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { type Database, sql } from './database.ts';

/** A reviewed step of the schema; its name ends in the 13 digits that order it among all libraries' steps. */
export type Migration = new () => MigrationInterface;

const LOCK = 4_400_001;

/**
 * Brings the schema up to date, as the owner of the database.
 *
 * Replicas that start together wait for one another on an advisory lock. Each step is its own transaction.
 *
 * @returns the names of the steps that were run, none when there was nothing to do
 */
export async function migrate(url: string, migrations: readonly Migration[]): Promise<string[]> {
  if (await nothingToDo(url, migrations)) return [];
  const orm = new DataSource({ type: 'postgres', url, poolSize: 2, applicationName: 'habilis-migrate', migrations: [...migrations] });
  await orm.initialize();
  const lock = orm.createQueryRunner();
  try {
    await lock.query('select pg_advisory_lock($1)', [LOCK]);
    const done = await orm.runMigrations({ transaction: 'each' });
    await lock.query('select pg_advisory_unlock($1)', [LOCK]);
    return done.map((migration) => migration.name);
  } finally {
    await lock.release();
    await orm.destroy();
  }
}

/** One question, before all that running steps takes: a replica that starts seldom has any to run. */
async function nothingToDo(url: string, migrations: readonly Migration[]): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, application_name: 'habilis-migrate' });
  try {
    await client.connect();
    return areApplied((await client.query<{ name: string }>(APPLIED.text)).rows, migrations);
  } catch {
    return false; // no table of steps yet, or no server: said by what comes next
  } finally {
    await client.end().catch(() => undefined);
  }
}

const areApplied = (applied: readonly { name: string }[], migrations: readonly Migration[]): boolean => {
  const names = new Set(applied.map(({ name }) => name));
  return migrations.every(({ name }) => names.has(name));
};

const APPLIED = sql('migrations.applied', 'select name from migrations');

/** Whether every step this build knows has been run on this database. */
export async function isMigrated(db: Database, migrations: readonly Migration[]): Promise<boolean> {
  return areApplied(await db.query<{ name: string }>(APPLIED), migrations);
}
