import type { NestExpressApplication } from '@nestjs/platform-express';
import { MemberPage } from '@habilis/accounts/web';
import { CharterList, CharterTextView, PublishAnswer } from '@habilis/charter/web';
import { sql, type Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import { freshDatabase } from '@habilis/test/database';
import { factsOf, seedOrganisations, seedPerson } from '../pg/testing/rows.ts';
import { MeView } from './console.ts';
import { aConsole, asking } from './testing/a-console.ts';

const clock = new FixedClock('2036-03-03T08:00:00Z');
const TEXT = { title: 'Charte d’usage', body: 'Article 1. On se tient bien.' };
let db: Database;
let app: NestExpressApplication;
const as = (me: string) => asking(() => app, me);
const publish = (patch: object = {}, me = 'acc-admin') =>
  as(me).post('charters/org-cpts/versions', { ...TEXT, on: null, after: 0, ...patch });

beforeAll(async () => {
  db = await freshDatabase();
  await seedOrganisations(db);
  await seedPerson(db, 'acc-admin', ['org-cpts'], ['site-administrator@org-cpts']);
  await seedPerson(db, 'acc-officer', ['org-cpts'], ['security-officer@org-cpts']);
  await seedPerson(db, 'acc-paul', ['org-cpts']);
  await seedPerson(db, 'acc-far', ['org-other'], ['site-administrator@org-other']);
  app = await aConsole(db, clock);
});
afterAll(async () => {
  await app.close();
  await db.close();
});

const answers = (version: number, given: Record<string, 'accepted' | 'refused'>) =>
  Promise.all(
    Object.entries(given).map(([account, answer]) =>
      db.query(
        sql(
          'trial.answer',
          `insert into charter_answer (account_id, organisation_id, version, answer, at, sha256) values ($1, 'org-cpts', $2, $3, $4, 'x')`,
        ),
        [account, version, answer, clock.now()],
      ),
    ),
  );

describe('the charters of an organisation, in one story', () => {
  it('begin with none', async () => {
    const { items } = CharterList.parse((await as('acc-officer').get('charters').expect(200)).body);
    expect(items.find(({ organisation }) => organisation === 'org-cpts')).toEqual({
      organisation: 'org-cpts',
      members: 3,
      owing: 0,
      versions: [],
    });
  });

  it('are previewed without a trace', async () => {
    const { body } = await as('acc-admin')
      .post('charters/org-cpts/versions?preview=true', { ...TEXT, on: '2036-04-01', after: 0 })
      .expect(200);
    expect(PublishAnswer.parse(body)).toEqual({ preview: true, version: 1, effectiveAt: '2036-03-31T22:00:00.000Z', members: 3 });
    expect(await factsOf(db)).toEqual([]);
  });

  it.each([
    ['someone who may only read them', {}, 'acc-officer', 403, 'access.denied'],
    ['a member', {}, 'acc-paul', 403, 'access.denied'],
    ['the administrator of another organisation', {}, 'acc-far', 403, 'access.denied'],
    ['a day that is over', { on: '2036-03-01' }, 'acc-admin', 400, 'charter.in-the-past'],
    ['no text', { body: '  ' }, 'acc-admin', 400, 'request.malformed'],
    ['a version that was not seen', { after: 1 }, 'acc-admin', 409, 'charter.published'],
  ])('are not published for %s', async (_, patch, me, status, code) => {
    expect((await publish(patch, me).expect(status)).body.code).toBe(code);
    expect(await factsOf(db)).toEqual([]);
  });

  it('are owed by everyone once published, and it says who is kept out', async () => {
    expect(PublishAnswer.parse((await publish().expect(200)).body)).toMatchObject({ preview: false, version: 1, members: 3 });
    expect(await factsOf(db)).toMatchObject([{ what: 'charter.published', on: 'org-cpts', by: 'acc-admin' }]);
    const me = MeView.parse((await as('acc-admin').get('me').expect(200)).body);
    expect(me).toMatchObject({ owes: [{ organisation: { id: 'org-cpts', name: 'CPTS' }, version: 1 }], acts: { list: [] } });
    await answers(1, { 'acc-admin': 'accepted', 'acc-officer': 'accepted', 'acc-paul': 'refused' });
    const { items } = MemberPage.parse((await as('acc-admin').get('members').expect(200)).body);
    expect(items.find(({ id }) => id === 'acc-paul')).toMatchObject({ reach: 'own-account', charter: true });
    expect(items.find(({ id }) => id === 'acc-officer')).toMatchObject({ reach: 'portals', charter: false });
  });

  it('are followed by the next, which waits for its day', async () => {
    await publish({ after: 1 }).expect(409); // the same text
    await publish({ after: 0, body: 'Article 2.' }).expect(409); // someone who has not seen version 1
    await publish({ after: 1, body: 'Article 1 bis.', on: '2036-04-01' }).expect(200);
    const { items } = CharterList.parse((await as('acc-officer').get('charters').expect(200)).body);
    expect(items.find(({ organisation }) => organisation === 'org-cpts')).toMatchObject({
      members: 3,
      owing: 1,
      versions: [
        { version: 2, state: 'coming', accepted: 0, refused: 0 },
        { version: 1, state: 'in-force', accepted: 2, refused: 1 },
      ],
    });
  });

  it('count nobody twice who refused and then accepted', async () => {
    clock.advance(1000);
    await answers(1, { 'acc-paul': 'accepted' });
    const { items } = CharterList.parse((await as('acc-officer').get('charters').expect(200)).body);
    expect(items.find(({ organisation }) => organisation === 'org-cpts')).toMatchObject({
      owing: 0,
      versions: [{}, { accepted: 3, refused: 0 }],
    });
  });

  it('are read where one answers for them, and nowhere else', async () => {
    const text = CharterTextView.parse((await as('acc-officer').get('charters/org-cpts/versions/2').expect(200)).body);
    expect(text).toMatchObject({ version: 2, body: 'Article 1 bis.' });
    for (const [me, path] of [
      ['acc-far', 'org-cpts/versions/1'],
      ['acc-paul', 'org-cpts/versions/1'],
      ['acc-officer', 'org-cpts/versions/9'],
    ]) {
      expect((await as(me!).get(`charters/${path}`).expect(404)).body.code).toBe('charter.unknown');
    }
    expect((await as('acc-paul').get('charters').expect(200)).body.items).toEqual([]);
  });
});
