import type { Statement } from '@habilis/database';
import { freshDatabaseUrl } from '@habilis/test/database';
import pg from 'pg';
import type { Stage } from '../index.ts';
import { REQUESTS, SHEET } from './line-statements.ts';
import { BY_NATIONAL_ID, peopleStatement } from './people-statements.ts';

const NOW = '2026-03-02T08:00:00Z';

/** 100,000 people: nearly all in one community, thirty in a practice; some ask, some have left, one in a hundred is held. */
const POPULATION = `
  set session_replication_role = replica;
  insert into organisation (id, kind, name) values ('org-big', 'community', 'big'), ('org-small', 'structure', 'small');
  create temporary table person as
    select n, 'acc-' || n as id, initcap(substr(md5('f' || n), 1, 7)) as family, (array['Claire','Marie','Paul','Inès','Hugo'])[1 + n % 5] as given
    from generate_series(1, 100000) n;
  insert into account (id, stage, given_name, family_name, created_at)
    select id, case when n % 200 = 7 then 'requested' else 'open' end, given, family, '2026-01-01' from person;
  insert into membership (account_id, organisation_id, stage, from_at, until_at, sort_name, given_sort_name)
    select p.id, case when n % 3333 = 0 then 'org-small' else 'org-big' end,
      case when n % 200 = 7 then 'requested' when n % 20 = 3 then 'ended' else 'active' end, timestamptz '2026-01-01' + n * interval '1 second',
      case when n % 20 = 3 then timestamptz '2026-02-01' end, a.sort_name, fold(p.given || ' ' || p.family)
    from person p join account a using (id);
  insert into hold (id, account_id, kind, organisation_id, from_at, until_at, why, by_id)
    select 'hold-' || n, id, 'absence', 'org-big', '2026-01-10', case when n % 200 = 0 then timestamptz '2026-02-01' end, 'unreachable', 'acc-1'
    from person where n % 100 = 0;
  insert into national_id (id, account_id, current, since) select '8' || lpad(n::text, 11, '0'), id, true, '2026-01-01' from person;
  insert into identity (id, account_id, upstream, issuer, subject, given_name, family_name, profile, created_at, last_seen_at)
    select 'idn-' || n, id, 'psc', 'https://psc.example', n::text, given, family, '{}', '2026-01-01', '2026-01-01' from person where n % 10 = 2 or n % 200 = 7`;

const INDEXES = `select indexname as name, indexdef as definition from pg_indexes
  where tablename in ('account', 'membership') and indexname not like '%_pkey'`;

/** Indexes are made after the rows: five times faster. */
async function populate(owner: pg.Client) {
  const { rows } = await owner.query<{ name: string; definition: string }>(INDEXES);
  for (const { name } of rows) await owner.query(`drop index ${name}`);
  await owner.query(POPULATION);
  for (const { definition } of rows) await owner.query(definition);
  await owner.query('analyze');
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Plan[];
}

const NEARLY_EMPTY: readonly unknown[] = ['organisation', 'quarantine', 'hold'];

/** How the database reads people, with plans made for any parameters, as prepared statements get them. */
describe('among 100,000 people', () => {
  let owner: pg.Client;
  beforeAll(async () => {
    owner = new pg.Client(await freshDatabaseUrl());
    await owner.connect();
    await populate(owner);
    await owner.query('set plan_cache_mode = force_generic_plan');
  }, 120_000);
  afterAll(() => owner.end());

  const literal = (value: unknown) =>
    Array.isArray(value) ? `array[${value.map((each) => owner.escapeLiteral(each as string)).join(',')}]::text[]` : value === null ? 'null' : owner.escapeLiteral(String(value)); // prettier-ignore

  /** Blocks touched, rows given and tables read from end to end. */
  async function cost({ text }: Statement, values: readonly unknown[]) {
    await owner.query('deallocate all');
    await owner.query(`prepare asked as ${text}`);
    const { rows } = await owner.query(`explain (analyze, buffers, format json) execute asked (${values.map(literal).join(', ')})`);
    const [{ Plan: plan }] = rows[0]['QUERY PLAN'];
    const nodes = (each: Plan): Plan[] => [each, ...(each.Plans ?? []).flatMap(nodes)];
    const whole = nodes(plan)
      .filter((each) => each['Node Type'] === 'Seq Scan')
      .map((each) => each['Relation Name']);
    return {
      blocks: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
      rows: plan['Actual Rows'],
      whole: whole.filter((name) => !NEARLY_EMPTY.includes(name)),
    };
  }

  const page = (organisations: readonly string[], search: string, from: readonly string[] = ['', ''], kind: string | null = null) =>
    [organisations, ...from, search, NOW, 51, kind]; // prettier-ignore

  it.each([
    ['the first page of a community', 'any', 'all', 'family', page(['org-big'], '')],
    ['a page in the middle of it', 'any', 'all', 'family', page(['org-big'], '', ['8', 'acc-1'])],
    ['both organisations', 'any', 'all', 'family', page(['org-big', 'org-small'], '')],
    ['a small practice', 'any', 'all', 'family', page(['org-small'], '')],
    ['the beginning of a family name', 'any', 'all', 'family', page(['org-big'], 'ab1')],
    ['a given name that a fifth of them have', 'any', 'all', 'given', page(['org-big'], 'claire')],
    ['a given name, in the small practice', 'any', 'all', 'given', page(['org-small'], 'claire')],
    ['who is there', 'open', 'all', 'family', page(['org-big'], '')],
    ['who asks', 'requested', 'all', 'family', page(['org-big'], '')],
    ['who has left', 'departed', 'all', 'family', page(['org-big'], '')],
  ] as [string, Stage | 'any', 'all' | 'held', 'family' | 'given', unknown[]][])(
    '%s reads as little',
    async (_, stage, places, by, values) => {
      const { blocks, whole } = await cost(peopleStatement(stage, places, by), values);
      expect({ few: blocks < 600, whole }).toEqual({ few: true, whole: [] });
    },
  );

  it('who is held is found from the holds', async () => {
    const { blocks, rows } = await cost(peopleStatement('any', 'held', 'family'), page(['org-big'], '', ['', ''], 'any'));
    expect({ rows, few: blocks < 3_000 }).toEqual({ rows: 51, few: true });
  });

  it('a request, an identifier and a sheet are found by an index', async () => {
    const requests = await cost(REQUESTS, [['org-big', 'org-small'], '-infinity', '', '', 51]);
    const identified = await cost(BY_NATIONAL_ID, [['org-big'], ['800000000042']]);
    const sheet = await cost(SHEET, ['acc-4242']);
    expect([requests, identified, sheet].map(({ rows, whole }) => [rows, whole])).toEqual([[51, []], [1, []], [1, []]]); // prettier-ignore
    expect([requests.blocks < 1_500, identified.blocks < 30, sheet.blocks < 30]).toEqual([true, true, true]);
  });
});
