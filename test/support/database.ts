import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate, openDatabase, type Database } from '@habilis/database';
import { migrations } from './migrations.ts';

const TEMPLATE_LOCK = 4_400_900;

/** The address of a new, migrated, empty database; a copy of a template, so it takes some tens of milliseconds. */
export async function freshDatabaseUrl(): Promise<string> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await asOwner(async (owner) => {
    await owner.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rowCount } = await owner.query(`select 1 from pg_database where datname = 'template_habilis' and datallowconn = false`);
    if (rowCount === 0) {
      await owner.query('drop database if exists template_habilis');
      await owner.query('create database template_habilis');
      await migrate(urlOf('template_habilis'), migrations);
      await owner.query('alter database template_habilis allow_connections false');
    }
    await owner.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
    await owner.query(`create database ${name} template template_habilis`);
  });
  return urlOf(name);
}

/** A new, migrated, empty database, opened in the service's role. */
export async function freshDatabase(): Promise<Database & { url: string }> {
  const url = await freshDatabaseUrl();
  return Object.assign(await openDatabase(url, { poolSize: 5 }), { url });
}

const urlOf = (database: string) => process.env['TEST_DATABASE_URL']!.replace('/postgres?', `/${database}?`);

async function asOwner(work: (owner: pg.Client) => Promise<void>): Promise<void> {
  const owner = new pg.Client(urlOf('postgres'));
  await owner.connect();
  try {
    await work(owner);
  } finally {
    await owner.end();
  }
}
