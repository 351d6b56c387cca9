import path from 'node:path';
import pg from 'pg';
import { startEmbedded } from '@habilis/database';
import type { Plan } from './plan.ts';

const NAME = 'habilis';

/** The database the service will use: the one that was given, or an embedded server with the database made in it. */
// ts-unused-exports:disable-next-line
export async function openStackDatabase(plan: Plan): Promise<{ url: string; stop(): void }> {
  if (plan.databaseUrl) return { url: plan.databaseUrl, stop: () => undefined };
  const server = startEmbedded({ directory: path.join(plan.data, 'postgres') });
  const owner = new pg.Client(server.url());
  await owner.connect();
  try {
    const { rowCount } = await owner.query('select 1 from pg_database where datname = $1', [NAME]);
    if (rowCount === 0) await owner.query(`create database ${NAME}`);
  } finally {
    await owner.end();
  }
  return { url: server.url(NAME), stop: () => server.stop() };
}
