import { appendFact, sql, type Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import { Refusal, type Caller, type Fact, type Target } from '@habilis/kernel';
import { freshDatabase } from '@habilis/test/database';
import { emptied } from '@habilis/test/emptied';
import pg from 'pg';
import { ReadTimeline, RecordReading } from '../index.ts';
import { PgJournal, prepareJournal } from './index.ts';

const SEED = `insert into organisation (id, kind, name) values ('org-a', 'community', 'A'), ('org-b', 'community', 'B');
  insert into account (id, stage, given_name, family_name, created_at) values ('acc-marie', 'open', 'Marie', 'Durand', now());
  insert into membership (account_id, organisation_id, stage, from_at)
    values ('acc-marie', 'org-a', 'active', now()), ('acc-marie', 'org-b', 'ended', now())`;

/** Someone who may read these types of things, or one half of a journal, in these organisations. */
function aReader(id: string, types: readonly string[], ...organisations: string[]): Caller {
  const can = (action: string, { type, organisation, about }: Target) =>
    action === 'read' && (types.includes(type) || types.includes(`${type} ${about}`)) && organisations.includes(organisation as string);
  return {
    id,
    can,
    must: (action, target) => {
      if (!can(action, target)) throw new Refusal('access.denied', 'forbidden');
    },
    organisationsFor: () => organisations,
  };
}

describe('the journal', () => {
  let db: Database & { url: string };
  let journal: PgJournal;
  let timeline: ReadTimeline;
  const marc = aReader('acc-marc', ['Account', 'Journal'], 'org-a');
  const marie = aReader('acc-marie', []);
  const why = 'periodic-control';
  const minute = (n: number) => new Date(Date.parse('2026-03-02T08:00:00Z') + n * 60_000);

  const happened = (n: number, patch: Partial<Fact> = {}) =>
    db.transaction((tx) => appendFact(tx, { what: `test.n${'x'.repeat(n)}`, on: 'acc-marie', by: 'acc-sophie', at: minute(n), why: 'test', organisation: 'org-a', ...patch })); // prettier-ignore

  beforeAll(async () => void (db = await freshDatabase()));
  afterAll(() => db.close());
  beforeEach(async () => {
    await emptied(db);
    journal = new PgJournal(db);
    timeline = new ReadTimeline(journal);
    for (const [i, statement] of SEED.split(';').entries()) await db.query(sql(`test.seed-${i}`, statement));
  });

  it.each([1, 2, 3, 50])('is read page by page of %d, most recent first, none twice and none lost', async (limit) => {
    for (const n of [1, ...Array<number>(12).fill(2), 3, 4, 4]) await happened(n);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await timeline.run(marc, 'acc-marie', { limit, cursor, why });
      seen.push(...page.items.map((each) => each.seq));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(16);
    expect(seen).toEqual([...seen].sort((a, b) => Number(b) - Number(a)));
  });

  it('goes on from an instant the database knows to the microsecond', async () => {
    for (const micro of ['100001', '100002', '100003']) {
      await db.query(sql('test.micro', `insert into fact (at, what, on_id, by_id, why) values ($1, 'test.micro', 'acc-marie', 'acc-marie', 'test')`), [`2026-03-02 08:00:00.${micro}+00`]); // prettier-ignore
    }
    const first = await timeline.run(marc, 'acc-marie', { limit: 1, why });
    const rest = await timeline.run(marc, 'acc-marie', { cursor: first.next!, why });
    expect([first.items.length, rest.items.length, rest.next]).toEqual([1, 2, null]);
  });

  it('shows a reader their organisation’s facts and those of none, and nobody else’s', async () => {
    await happened(1);
    await happened(2, { organisation: 'org-b' });
    await db.transaction((tx) => appendFact(tx, { what: 'sign-in.refused', on: 'acc-marie', by: 'acc-marie', at: minute(3), why: 'test' }));
    const { items } = await timeline.run(marc, 'acc-marie', { why });
    expect(items.map((each) => each.what)).toEqual(['sign-in.refused', 'test.nx']);
  });

  describe('of acts and traces', () => {
    const sophie = aReader('acc-sophie', ['Account', 'Journal acts'], 'org-a');
    const whats = async (me: Caller, asked = {}) => (await timeline.run(me, 'acc-marie', asked)).items.map((each) => each.what);

    beforeEach(async () => {
      await happened(1, { what: 'hold.absence' });
      await happened(2, { what: 'sheet.read' });
      await happened(3, { what: 'hold.suspension', organisation: 'org-b' });
      for (const [n, what] of [
        [4, 'account.close'],
        [5, 'sign-in.refused'],
      ] as const) {
        await db.transaction((tx) => appendFact(tx, { what, on: 'acc-marie', by: 'acc-marie', at: minute(n), why: 'test' }));
      }
    });

    it('shows acts to who may read those, of their organisation and of none', async () => {
      expect(await whats(sophie)).toEqual(['account.close', 'hold.absence']);
    });

    it('shows traces to who may read them and says why, and acts only to who does not say', async () => {
      expect(await whats(marc)).toEqual(['account.close', 'hold.absence']);
      expect(await whats(marc, { why })).toEqual(['sign-in.refused', 'account.close', 'sheet.read', 'hold.absence']);
    });

    it('shows no trace to who may read acts only, whatever they say', async () => {
      await expect(whats(sophie, { why })).rejects.toMatchObject({ code: 'access.denied' });
    });

    it('shows each organisation as far as one may read it', async () => {
      const can = (action: string, target: Target) =>
        sophie.can(action, target) || aReader('', ['Account', 'Journal'], 'org-b').can(action, target);
      expect(await whats({ ...sophie, can }, { why })).toEqual(['sign-in.refused', 'account.close', 'hold.suspension', 'hold.absence']);
    });
  });

  it('is shut to who may only read the person, and knows nobody from elsewhere', async () => {
    await expect(timeline.run(aReader('acc-admin', ['Account'], 'org-a'), 'acc-marie')).rejects.toMatchObject({ code: 'access.denied' });
    await expect(timeline.run(aReader('acc-far', ['Account', 'Journal'], 'org-c'), 'acc-marie')).rejects.toMatchObject({
      code: 'account.unknown',
    });
    await expect(timeline.run(marc, 'acc-ghost')).rejects.toMatchObject({ code: 'account.unknown' });
  });

  it('shows people their own, whoever’s it is, without the names of colleagues', async () => {
    await happened(1);
    await happened(2, { organisation: 'org-b', by: 'system:arrival' });
    await happened(3, { by: 'acc-marie' });
    const { items } = await timeline.own(marie);
    expect(items.map((each) => each.by)).toEqual(['acc-marie', 'system:arrival', 'someone']);
  });

  it('tells people in which role somebody did it, and lets them look at one kind of thing', async () => {
    await db.query(sql('test.account', `insert into account (id, stage, given_name, family_name, created_at) values ('acc-chief', 'open', 'A', 'B', now()) on conflict do nothing`)); // prettier-ignore
    await db.query(sql('test.role', `insert into role_grant (id, account_id, role, organisation_id, from_at, reason, granted_by, granted_at) values ('gra-1', 'acc-chief', 'security-officer', 'org-a', '2020-01-01', 'x', 'x', '2020-01-01')`)); // prettier-ignore
    await happened(1, { what: 'sheet.read', by: 'acc-chief' });
    await happened(2, { what: 'sign-in.completed', by: 'acc-marie' });
    const { items } = await timeline.own(marie, { only: 'readings' });
    expect(items.map(({ what, by, byRole }) => [what, by, byRole])).toEqual([['sheet.read', 'someone', 'security-officer']]);
    expect((await timeline.own(marie, { only: 'connections' })).items.map(({ what }) => what)).toEqual(['sign-in.completed']);
  });

  it.each([
    'x',
    Buffer.from('2026-13-45 99:00:00+00 1').toString('base64url'),
    Buffer.from("2026-01-01 00:00:00+00 1'; drop").toString('base64url'),
  ])('refuses %s as a place to go on from', async (cursor) => {
    await expect(timeline.run(marc, 'acc-marie', { cursor })).rejects.toMatchObject({ code: 'timeline.cursor-malformed', kind: 'invalid' });
  });

  it('keeps that a sheet was read, once an hour for each reader and thing, and never of one’s own', async () => {
    const clock = new FixedClock('2026-03-02T08:00:00Z');
    const reading = new RecordReading(journal, clock);
    const kept = async () => (await timeline.own(marie)).items.map((each) => each.what);
    await reading.run(marc, 'sheet', 'acc-marie', 'org-a');
    await reading.run(marc, 'sheet', 'acc-marie', 'org-a');
    await reading.run(marie, 'sheet', 'acc-marie');
    expect(await kept()).toEqual(['sheet.read']);
    await reading.run(marc, 'timeline', 'acc-marie', 'org-a');
    await reading.run(aReader('acc-sophie', []), 'sheet', 'acc-marie', 'org-a');
    expect(await kept()).toHaveLength(3);
    for (const each of ['suspected-misuse', 'suspected-misuse', 'legal-request'])
      await reading.run(marc, 'traces', 'acc-marie', 'org-a', each);
    expect(await kept()).toHaveLength(5);
    clock.advance(3_600_000);
    await reading.run(marc, 'sheet', 'acc-marie', 'org-a');
    expect(await kept()).toHaveLength(6);
    // Whoever asks who has looked is told of every kind of look.
    const { items } = await timeline.own(marie, { only: 'readings' });
    expect(items.map(({ what }) => what).sort()).toEqual([
      'sheet.read',
      'sheet.read',
      'sheet.read',
      'timeline.read',
      'traces.read',
      'traces.read',
    ]);
  });

  it('has its months ready, also when replicas start together', async () => {
    const months = `select relname as name from pg_class where relname ~ '^fact_[0-9]{4}_[0-9]{2}$' order by 1`;
    const owner = new pg.Client(db.url);
    await owner.connect();
    const before = (await owner.query<{ name: string }>(months)).rows;
    await owner.query(`drop table ${before.at(-1)!.name}`);
    await Promise.all([prepareJournal(db), prepareJournal(db), prepareJournal(db)]);
    expect((await owner.query(months)).rows).toEqual(before);
    await owner.end();
  });
});
