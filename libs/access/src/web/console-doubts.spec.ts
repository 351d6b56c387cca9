import type { NestExpressApplication } from '@nestjs/platform-express';
import { Arrive } from '@habilis/accounts';
import { PgAccounts, PgIdentities } from '@habilis/accounts/pg';
import { anArrival } from '@habilis/accounts/testing';
import type { Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import { freshDatabase } from '@habilis/test/database';
import { emptied } from '@habilis/test/emptied';
import { factsOf, seedOrganisations, seedPerson } from '../pg/testing/rows.ts';
import { ComparisonView, DoubtPage } from './console.ts';
import { aConsole, asking } from './testing/a-console.ts';

const clock = new FixedClock('2036-03-03T08:00:00Z');
let db: Database & { url: string };
let app: NestExpressApplication;
const as = (me: string) => asking(() => app, me);
const admin = as('acc-admin');
const arrive = (patch: Parameters<typeof anArrival>[0]) =>
  new Arrive(new PgAccounts(db), new PgIdentities(db), clock).run(anArrival(patch));

/** Two people with identifiers of their own, and an arrival that is set aside. */
const CHANGED = { subject: 'f:2', nationalId: '899700000005', organisation: 'org-cpts' } as const;
const waiting = async () => DoubtPage.parse((await admin.get('doubts').expect(200)).body).items;

beforeAll(async () => {
  db = await freshDatabase();
  app = await aConsole(db, clock);
});
afterAll(async () => {
  await app.close();
  await db.close();
});
beforeEach(async () => {
  await emptied(db);
  await seedOrganisations(db);
  await seedPerson(db, 'acc-admin', ['org-cpts'], ['site-administrator@org-cpts']);
  await seedPerson(db, 'acc-officer', ['org-cpts'], ['security-officer@org-cpts']);
  await seedPerson(db, 'acc-far', ['org-other'], ['site-administrator@org-other']);
  await arrive({ subject: 'f:1', nationalId: '899700000005', organisation: 'org-cpts', provisioning: 'auto' });
  await arrive({ ...CHANGED, givenName: 'Clara' });
});

describe('an arrival that was set aside', () => {
  it('is listed for those who decide on requests there', async () => {
    expect(await waiting()).toMatchObject([
      { doubt: 'subject-changed', givenName: 'Clara', nationalId: '8••••••••005', organisation: { id: 'org-cpts', name: 'CPTS' } },
    ]);
    for (const me of ['acc-far', 'acc-officer']) expect((await as(me).get('doubts').expect(200)).body.items).toEqual([]);
  });

  it('is laid beside the people it may be, and reading it is written down', async () => {
    const [entry] = await waiting();
    const found = ComparisonView.parse((await admin.get(`doubts/${entry!.id}`).expect(200)).body);
    expect(found).toMatchObject({
      settled: false,
      arrived: { givenName: 'Clara', nationalId: '8••••••••005' },
      people: [
        { id: entry!.account!.id, memberships: [{ organisation: { id: 'org-cpts' } }], identities: [{ nationalId: '8••••••••005' }] },
      ],
      elsewhere: 0,
      endings: ['link', 'reject'],
    });
    expect(JSON.stringify(found)).not.toContain('899700000005');
    expect((await factsOf(db)).at(-1)).toMatchObject({ what: 'sheet.read', on: entry!.account!.id, by: 'acc-admin' });
  });

  it('does not show people of other organisations, and cannot give one the identifier of another', async () => {
    await arrive({
      subject: 'g:1',
      nationalId: '899700000161',
      organisation: 'org-other',
      provisioning: 'auto',
      givenName: 'Victor',
      familyName: 'NOËL',
    });
    await arrive({ subject: 'f:1', nationalId: '899700000161', organisation: 'org-cpts' });
    const taken = (await waiting()).find(({ doubt }) => doubt === 'national-id-taken')!;
    const { body } = await admin.get(`doubts/${taken.id}`).expect(200);
    expect(ComparisonView.parse(body)).toMatchObject({ people: [{ id: taken.account!.id }], elsewhere: 1, endings: ['reject'] });
    expect(JSON.stringify(body)).not.toContain('NOËL');
    const refused = await admin.post(`doubts/${taken.id}/settle`, { conclusion: 'link', why: 'same-person' }).expect(409);
    expect(refused.body.code).toBe('identity.raced');
  });

  it('is settled once, with a reason of its conclusion, after a preview that writes nothing', async () => {
    const [entry] = await waiting();
    const before = (await factsOf(db)).length;
    const settle = (form: object, preview = '') => admin.post(`doubts/${entry!.id}/settle${preview}`, form);
    await settle({ conclusion: 'link', why: 'same-person' }, '?preview=true').expect(200);
    expect((await settle({ conclusion: 'link', why: 'not-verified' }).expect(400)).body.code).toBe('reason.unknown');
    expect((await settle({ conclusion: 'separate', why: 'another-person' }).expect(409)).body.code).toBe('quarantine.not-separable');
    expect(await factsOf(db)).toHaveLength(before);
    await settle({ conclusion: 'link', why: 'same-person' }).expect(200);
    expect((await factsOf(db)).at(-1)).toMatchObject({ what: 'identity.settle', by: 'acc-admin', why: 'same-person' });
    expect(await waiting()).toEqual([]);
    for (const preview of ['', '?preview=true']) {
      expect((await settle({ conclusion: 'reject', why: 'not-verified' }, preview).expect(409)).body.code).toBe('quarantine.settled');
    }
    expect(await arrive(CHANGED)).toMatchObject({ outcome: 'known' });
  });

  it.each([
    ['acc-far', 404, 'quarantine.unknown'],
    ['acc-officer', 403, 'access.denied'],
  ])('is not for %s', async (me, status, code) => {
    const [entry] = await waiting();
    expect((await as(me).get(`doubts/${entry!.id}`).expect(status)).body.code).toBe(code);
    const form = { conclusion: 'link', why: 'same-person' };
    expect((await as(me).post(`doubts/${entry!.id}/settle`, form).expect(status)).body.code).toBe(code);
  });
});
