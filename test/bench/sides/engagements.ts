import pg from 'pg';
import { fill } from './filling.ts';
import { accountOf, ORGANISATION, ROLE } from './population.ts';
import { PORTAL } from './portal.ts';
import type { Subject } from './subject.ts';
import { ok } from './wire.ts';

/** Things that one of those who are asked about takes part in. */
export const THINGS = 1_000;
/** Told in one call, at most. */
const AT_ONCE = 10_000;

export const thingOf = (account: string, n: number) => `file-${account}-${n}`;

/** As long as a pseudonym of ours, of something nobody asks about. */
const name = (of: string) => `left(md5(${of}), 22)`;

/**
 * What portals have told over the years: a fifth is over, a tenth withdrawn, every fourth can be listed. Seeded by its
 * number: the same each time.
 */
const ENGAGEMENTS = `
  insert into engagement (portal, key, account_id, type, thing, purpose, from_at, until_at, recorded_at, withdrawn_at, sealed)
  select '${PORTAL.id}', ${name(`'key' || n`)}, 'acc-bench-' || (1 + n % $1::int), 'PatientFile', ${name(`'thing' || (n::bigint * 7919 % ($2::int / 3 + 1))`)}, 'care',
    now() - make_interval(hours => 1000 + n % 9000), case when n % 5 = 0 then now() - make_interval(hours => 1 + n % 900) end,
    now() - make_interval(hours => 1000 + n % 9000), case when n % 10 = 3 then now() - make_interval(hours => n % 999) end,
    case when n % 4 = 0 then 'k1.' || ${name(`'sealed' || n`)} || ${name(`'more' || n`)} end
  from generate_series(1, $2::int) n`;

/** One in a thousand was once an emergency. */
const EMERGENCIES = `
  insert into break_glass (id, account_id, portal, organisation_id, type, thing, role, motive, opened_at, until_at, review_by, reviewed_at, reviewed_by, finding)
  select 'bg-bench-' || n, 'acc-bench-' || (1 + n % $1::int), '${PORTAL.id}', '${ORGANISATION}', 'PatientFile', ${name(`'thing' || n`)}, '${ROLE}', 'vital-emergency',
    past.at, past.at + interval '1 hour', past.at + interval '7 days', past.at + interval '1 day', 'acc-sophie-bernard', 'justified'
  from generate_series(1, $2::int / 1000) n cross join lateral (select now() - make_interval(hours => 1000 + n % 9000) as at) past`;

/** Fills the community's database, by SQL. */
export const fillEngagements = (databaseUrl: string, accounts: number, engagements: number): Promise<void> =>
  fill(databaseUrl, { engagement: ENGAGEMENTS, break_glass: EMERGENCIES }, [accounts, engagements]);

/** Those who are asked about: spread over the whole community, each with as many things as a busy professional has. */
export const engagedPeople = (accounts: number, count = 20): string[] =>
  Array.from({ length: count }, (_, n) => accountOf(1 + n * Math.floor(accounts / count)));

/** Tells the service what they take part in, through its own door, ten thousand at a time. */
export async function tellEngagements({ portal }: Pick<Subject, 'portal'>, people: readonly string[]): Promise<void> {
  const { access_token } = await portal.token({ grant_type: 'client_credentials', scope: 'access:engage' });
  const told = people.flatMap((account) =>
    Array.from({ length: THINGS }, (_, n) => ({
      key: `${account}/${n}`,
      subject: { type: 'person', id: account },
      resource: { type: 'PatientFile', id: thingOf(account, n), searchable: true },
      purpose: 'care',
    })),
  );
  for (let from = 0; from < told.length; from += AT_ONCE) {
    const body = { engagements: told.slice(from, from + AT_ONCE) };
    const { created } = ok<{ created: number }>(await portal.wire.postJson('/access/v1/engagements', body, `Bearer ${access_token}`));
    if (created !== body.engagements.length) throw new Error(`${created} engagements of ${body.engagements.length} were kept`);
  }
}

/** Rows read by reading tables whole since the counters began, by table: nothing that decides may do so on a large one. */
export async function readWhole(databaseUrl: string): Promise<ReadonlyMap<string, number>> {
  const db = new pg.Client(databaseUrl);
  await db.connect();
  try {
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // counters of the service's connections are told once a second
    const { rows } = await db.query<{ name: string; rows: number }>(
      `select relname as name, seq_tup_read::float as rows from pg_stat_user_tables
       where relname in ('engagement', 'account', 'membership', 'role_grant', 'hold', 'charter_answer', 'break_glass')`,
    );
    return new Map(rows.map(({ name, rows }) => [name, rows]));
  } finally {
    await db.end();
  }
}
