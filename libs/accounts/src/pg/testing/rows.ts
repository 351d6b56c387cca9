import { sql, type Database } from '@habilis/database';
import type { Fact } from '@habilis/kernel';
import type { Account } from '../../account.ts';
import { PgAccounts } from '../pg-accounts.ts';

const ORGANISATION = sql(
  'testing.organisation',
  `insert into organisation (id, kind, name) values ($1, 'community', $1) on conflict (id) do nothing`,
);
const FACTS = sql('testing.facts', 'select what, on_id, by_id, at, why, source, organisation, details from fact order by seq');
const OWED = sql('testing.owed', `select payload, due_at from outbox where topic = 'account.narrowed' order by created_at, id`);

/** Puts organisations and accounts on file without a word in the journal that a test would have to look past. */
export async function seed(db: Database, organisations: readonly string[], accounts: readonly Account[]): Promise<void> {
  for (const id of organisations) await db.query(ORGANISATION, [id]);
  for (const account of accounts) {
    const fact: Fact = { what: 'testing.seeded', on: account.id, by: 'system:test', at: new Date('2026-01-05T08:00:00Z'), why: 'seed' };
    await new PgAccounts(db).create({ next: account, fact });
  }
}

/** Facts written since the seed, as the domain says them. */
export async function factsOf(db: Database): Promise<Fact[]> {
  const rows = await db.query<Record<string, unknown>>(FACTS);
  return rows.filter((row) => row['what'] !== 'testing.seeded').map(toFact);
}

export async function owedOf(db: Database): Promise<{ account: string; organisation: string | null; dueAt: Date }[]> {
  const rows = await db.query<{ payload: { account: string; organisation: string | null }; due_at: Date }>(OWED);
  return rows.map(({ payload, due_at }) => ({ ...payload, dueAt: due_at }));
}

function toFact({ what, on_id, by_id, at, why, source, organisation, details }: Record<string, unknown>): Fact {
  const optional = { ...(source !== null && { source }), ...(organisation !== null && { organisation }), details };
  return { what, on: on_id, by: by_id, at, why, ...optional } as unknown as Fact;
}
