import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sql, type Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import { Refusal, type Caller } from '@habilis/kernel';
import { SettingsError } from '@habilis/settings';
import { freshDatabase } from '@habilis/test/database';
import { emptied } from '@habilis/test/emptied';
import pg from 'pg';
import { AnswerCharter, fingerprint, readCharters, syncCharters, type GivenAnswer } from '../index.ts';
import { PublishCharter } from '../publish-charter.ts';
import { PgCharters } from './pg-charters.ts';

const NOW = '2026-03-02T08:00:00Z';
const SEED = `insert into organisation (id, kind, name) values ('org-a', 'community', 'A');
  insert into account (id, stage, given_name, family_name, created_at) values ('acc-marie', 'open', 'Marie', 'Durand', now())`;

/** Someone who publishes for these organisations. */
const publisher = (...organisations: string[]) =>
  ({
    id: 'acc-sophie',
    must: (action, target) => {
      if (action !== 'publish' || target.type !== 'Charter' || !organisations.includes(target['organisation'] as string)) {
        throw new Refusal('access.denied', 'forbidden');
      }
    },
  }) as Caller;

describe('charters', () => {
  let db: Database & { url: string };
  let clock: FixedClock;
  let charters: PgCharters;
  const text = { organisation: 'org-a', title: 'Charte', body: 'Article 1', effectiveAt: new Date(NOW) };
  const publish = (patch: object = {}, me = publisher('org-a')) => new PublishCharter(charters, clock).run(me, { ...text, ...patch });
  const answer = (patch: Partial<GivenAnswer> = {}) =>
    new AnswerCharter(charters, clock).run({
      accountId: 'acc-marie',
      organisation: 'org-a',
      version: 1,
      answer: 'accepted',
      acr: 'eidas1',
      ...patch,
    });
  const facts = async () =>
    (await db.query<{ what: string }>(sql('test.facts', 'select what from fact order by seq'))).map((row) => row.what);
  const epoch = async () => (await db.query<{ epoch: number }>(sql('test.epoch', 'select epoch::int from account')))[0]!.epoch;

  beforeAll(async () => void (db = await freshDatabase()));
  afterAll(() => db.close());
  beforeEach(async () => {
    await emptied(db);
    clock = new FixedClock(NOW);
    charters = new PgCharters(db);
    for (const statement of SEED.split(';')) await db.query(sql(`test.seed-${statement.length}`, statement));
  });

  it('are published version after version, each with its fact and its fingerprint', async () => {
    const first = await publish();
    const second = await publish({ body: 'Article 1 bis', effectiveAt: new Date('2026-04-01T00:00:00Z') });
    expect([first.version, second.version]).toEqual([1, 2]);
    expect(await charters.text('org-a', 2)).toEqual({ ...second, sha256: fingerprint({ title: 'Charte', body: 'Article 1 bis' }) });
    expect(await facts()).toEqual(['charter.published', 'charter.published']);
  });

  it.each([
    ['into the past', { effectiveAt: new Date('2026-03-02T07:59:59Z') }, 'charter.in-the-past'],
    ['for an organisation that is not the caller’s', { organisation: 'org-b' }, 'access.denied'],
  ])('are not published %s', async (_, patch, code) => {
    await expect(publish(patch)).rejects.toMatchObject({ code });
    expect(await facts()).toEqual([]);
  });

  it('are not published twice over, nor for nobody, and of two at once one is', async () => {
    await publish();
    await expect(publish()).rejects.toMatchObject({ code: 'charter.unchanged' });
    await expect(publish({ organisation: 'org-ghost' }, publisher('org-ghost'))).rejects.toMatchObject({ code: 'organisation.unknown' });
    const outcomes = await Promise.allSettled([publish({ body: 'x' }), publish({ body: 'x' })]);
    expect(outcomes.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await charters.versions('org-a')).toHaveLength(2);
  });

  it.each([
    'update charter_version set body = $1',
    'delete from charter_answer where answer <> $1',
    'update charter_answer set answer = $1',
  ])('let the service never %s', async (statement) => {
    await publish();
    await answer();
    await expect(db.query(sql(`test.${statement.length}`, statement), ['refused'])).rejects.toThrow('permission denied');
  });

  it('are accepted with what was read and how sure we were', async () => {
    const { sha256 } = await publish();
    await answer();
    expect(await charters.answersOf('acc-marie')).toEqual([
      {
        accountId: 'acc-marie',
        organisation: 'org-a',
        version: 1,
        answer: 'accepted',
        at: new Date(NOW),
        sha256,
        acr: 'eidas1',
        title: 'Charte',
      },
    ]);
    expect([await facts(), await epoch()]).toEqual([['charter.published', 'charter.accepted'], 1]);
  });

  it('are accepted once by two clicks, one after the other or at once', async () => {
    await publish();
    const owner = new pg.Client(db.url);
    await owner.connect();
    await owner.query('begin');
    await owner.query(`select 1 from account where id = 'acc-marie' for update`);
    const clicks = [answer(), answer(), answer()];
    await new Promise((resolve) => setTimeout(resolve, 500)); // all three are under way before any can be kept
    await owner.query('commit');
    await owner.end();
    await Promise.all(clicks);
    clock.advance(1_000);
    await answer();
    expect(await charters.answersOf('acc-marie')).toHaveLength(1);
    expect(await facts()).toEqual(['charter.published', 'charter.accepted']);
  });

  it('once refused end every access there, and may be accepted later', async () => {
    await publish();
    await answer({ answer: 'refused' });
    expect(await epoch()).toBe(2);
    const owed = await db.query(sql('test.owed', 'select topic, payload, due_at from outbox'));
    expect(owed).toEqual([{ topic: 'account.narrowed', payload: { account: 'acc-marie', organisation: 'org-a' }, due_at: new Date(NOW) }]);
    clock.advance(1_000);
    await answer();
    expect((await charters.answersOf('acc-marie')).map((each) => each.answer)).toEqual(['accepted', 'refused']);
    expect(await epoch()).toBe(2);
  });

  it('once accepted are not refused by a page left open', async () => {
    await publish();
    await answer();
    clock.advance(1_000);
    await expect(answer({ answer: 'refused' })).rejects.toMatchObject({ code: 'charter.accepted', kind: 'conflict' });
    expect([await epoch(), (await facts()).length]).toEqual([1, 2]);
  });

  it('are answered neither before they take effect nor when there is none', async () => {
    await publish({ effectiveAt: new Date('2026-03-02T08:00:01Z') });
    await expect(answer()).rejects.toMatchObject({ code: 'charter.not-yet' });
    await expect(answer({ version: 9 })).rejects.toMatchObject({ code: 'charter.unknown' });
    clock.advance(1_000);
    await answer();
    expect(await charters.answersOf('acc-marie')).toHaveLength(1);
  });

  describe('in files', () => {
    const folder = (files: Record<string, string>) => {
      const at = mkdtempSync(path.join(os.tmpdir(), 'habilis-charters-'));
      for (const [file, content] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(at, file)), { recursive: true });
        writeFileSync(path.join(at, file), content);
      }
      return at;
    };
    const good = '---\ntitle: Charte\neffective: 2026-01-01T00:00:00+01:00\n---\n\n# Article 1\n';
    const problems = async (act: () => unknown) => {
      try {
        await act();
      } catch (error) {
        if (error instanceof SettingsError) return error.problems.map(({ where, wrong }) => [where.split('/').slice(-2).join('/'), wrong]);
        throw error;
      }
      return [];
    };
    const sync = (files: Record<string, string>) => problems(() => syncCharters(charters, readCharters(folder(files)), clock));

    it('are published at the first start, and once by several', async () => {
      const files = {
        'org-a/1.md': good,
        'org-a/2.md': good.replace('Charte', 'Charte 2').replace('2026-01', '2026-06'),
        'README.md': 'x',
      };
      await Promise.all([sync(files), sync(files)]);
      expect(await sync(files)).toEqual([]);
      expect((await charters.versions('org-a')).map((each) => [each.title, each.effectiveAt.toISOString()])).toEqual([
        ['Charte', '2025-12-31T23:00:00.000Z'],
        ['Charte 2', '2026-05-31T23:00:00.000Z'],
      ]);
      expect(await facts()).toEqual(['charter.published', 'charter.published']);
    });

    it('stop the start when what people answered to has changed', async () => {
      await sync({ 'org-a/1.md': good });
      expect(await sync({ 'org-a/1.md': `${good}un mot de plus` })).toEqual([['org-a/1.md', 'le texte d’une version publiée a changé']]);
      expect(await sync({ 'org-a/1.md': good.replace('2026-01', '2026-02') })).toEqual([
        ['org-a/1.md', 'la date d’effet d’une version publiée a changé'],
      ]);
      expect(await sync({ 'org-a/1.md': good.replaceAll('\n', '\r\n') })).toEqual([]);
    });

    it.each([
      ['another name', { 'org-a/01.md': good }, [['org-a/01.md', 'le nom du fichier n’est pas un numéro de version']]],
      ['no head', { 'org-a/1.md': '# Article 1' }, [['org-a/1.md', 'l’en-tête n’est pas lisible']]],
      ['an unknown key', { 'org-a/1.md': good.replace('effective', 'efective') }, [['org-a/1.md', 'l’en-tête n’est pas lisible']]],
      ['a date without its offset', { 'org-a/1.md': good.replace('+01:00', '') }, [['org-a/1.md', 'l’en-tête n’est pas lisible']]],
      ['no text', { 'org-a/1.md': '---\ntitle: Charte\n---\n  \n' }, [['org-a/1.md', 'le texte est vide']]],
      ['a gap', { 'org-a/1.md': good, 'org-a/3.md': good }, [['org-a/3.md', 'une version manque avant celle-ci']]],
      ['nobody’s folder', { 'org-ghost/1.md': good }, [['org-ghost/1.md', 'l’organisation org-ghost n’existe pas']]],
    ])('stop the start with %s', async (_, files, expected) => {
      expect(await sync(files)).toEqual(expected);
      expect(await facts()).toEqual([]);
    });

    it('are none where there is no folder', () => {
      expect(readCharters('/nowhere/at/all')).toEqual([]);
    });
  });
});
