import type { NestExpressApplication } from '@nestjs/platform-express';
import { sql, type Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import { freshDatabase } from '@habilis/test/database';
import { PgDerogations } from '../pg/index.ts';
import { emptyAll, factsOf, seedOrganisations, seedPerson } from '../pg/testing/rows.ts';
import { KeepDerogations } from '../register/keep-derogations.ts';
import { PgHoldings } from '../pg/index.ts';
import { DerogationPage, DerogationView, MeView, NamedRegister, NamedView, PutOnAnswer, WearablePage } from './console.ts';
import { aConsole, asking } from './testing/a-console.ts';

const NOW = '2036-03-03T08:00:00Z';
const clock = new FixedClock(NOW);
let db: Database & { url: string };
let app: NestExpressApplication;
let since: number;

beforeAll(async () => {
  db = await freshDatabase();
  app = await aConsole(db, clock);
});
afterAll(async () => {
  await app.close();
  await db.close();
});
beforeEach(async () => {
  clock.set(NOW);
  since = await emptyAll(db.url);
  await seedOrganisations(db);
  await seedPerson(db, 'acc-admin', ['org-cpts'], ['site-administrator@org-cpts']);
  await seedPerson(db, 'acc-officer', ['org-cpts'], ['security-officer@org-cpts']);
  await seedPerson(db, 'acc-marie', ['org-cpts'], ['security-delegate@org-cpts', 'dossiers:care-professional@org-cpts']);
  await seedPerson(db, 'acc-far', ['org-other'], ['security-officer@org-other', 'site-administrator@org-other']);
});

const as = (me: string) => asking(() => app, me);
const facts = async () =>
  (await factsOf(db, since)).filter(({ what }) => !what.startsWith('decision')).map(({ what, on }) => `${what} ${on}`);
const binary = (path: string, me: string) =>
  as(me)
    .get(path)
    .buffer(true)
    .parse((res, done) => {
      const parts: Buffer[] = [];
      res.on('data', (part: Buffer) => parts.push(part));
      res.on('end', () => done(null, Buffer.concat(parts)));
    });
const RENAME = sql('test.rename', `update account set given_name = '=cmd()', family_name = 'DUVAL' where id = $1`);

describe('the register of named administrators', () => {
  const act = {
    grant: 'grant-acc-officer-0',
    reference: 'Délibération 2036-14',
    signedOn: '2036-01-15',
    signatory: 'Dr Weber, présidente',
  };

  it('shows who administers without an act, and nobody of another organisation', async () => {
    const { items } = NamedRegister.parse((await as('acc-admin').get('designations').expect(200)).body);
    expect(items.map(({ person, role, act: signed }) => [person.id, role.id, signed]).sort()).toEqual([
      ['acc-admin', 'site-administrator', null],
      ['acc-marie', 'security-delegate', null],
      ['acc-officer', 'security-officer', null],
    ]);
  });

  it('keeps the act that another records, with one fact', async () => {
    const named = NamedView.parse((await as('acc-admin').post('designations', act).expect(200)).body);
    expect(named).toMatchObject({ person: { id: 'acc-officer' }, act: { reference: act.reference, recordedBy: { id: 'acc-admin' } } });
    expect(await facts()).toEqual(['role.designated acc-officer']);
  });

  it('takes no act from whoever it names, of a role that needs none, from afar, or of tomorrow', async () => {
    await as('acc-officer').post('designations', act).expect(403);
    await as('acc-admin')
      .post('designations', { ...act, grant: 'grant-acc-marie-1' })
      .expect(409);
    await as('acc-far').post('designations', act).expect(404);
    await as('acc-admin')
      .post('designations', { ...act, signedOn: '2036-03-04' })
      .expect(400);
    await as('acc-marie').post('designations', act).expect(404);
    expect(await facts()).toEqual([]);
  });

  it('is exported, and no name of it is run as a formula', async () => {
    await db.query(RENAME, ['acc-officer']);
    const csv = (await binary('designations/export?format=csv', 'acc-admin').expect(200)).body.toString() as string;
    expect(csv).toContain(`"'=cmd() DUVAL"`);
    expect(csv).toContain('"sans acte"');
    const pdf = (await binary('designations/export?format=pdf', 'acc-admin').expect(200)).body as Buffer;
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await binary('designations/export?format=csv', 'acc-marie').expect(200)).body.toString().split('\r\n')).toHaveLength(2);
  });
});

describe('the register of derogations', () => {
  const form = {
    organisation: 'org-cpts', account: 'acc-marie', exception: '=1+1, poste partagé sans verrouillage', why: 'technical-constraint',
    measures: 'Poste surveillé, revue mensuelle', until: '2036-06-01',
  }; // prettier-ignore
  const allow = async (change: object = {}) =>
    DerogationView.parse(
      (
        await as('acc-officer')
          .post('derogations', { ...form, ...change })
          .expect(200)
      ).body,
    );

  it('keeps what the officer allows, until its day', async () => {
    const { id, state } = await allow();
    expect(state).toBe('in-force');
    const stateNow = async () =>
      DerogationPage.parse((await as('acc-admin').get('derogations').expect(200)).body).items.map((each) => each.state);
    clock.set('2036-05-10T08:00:00Z');
    expect(await stateNow()).toEqual(['ending']);
    clock.set('2036-05-31T22:00:00Z'); // midnight in Paris
    expect(await stateNow()).toEqual(['over']);
    await as('acc-officer').post(`derogations/${id}/end`, {}).expect(409);
  });

  it('is not written by an administrator, for oneself, for someone from elsewhere, or for ever', async () => {
    await as('acc-admin').post('derogations', form).expect(403);
    await as('acc-officer')
      .post('derogations', { ...form, account: 'acc-officer' })
      .expect(403);
    await as('acc-officer')
      .post('derogations', { ...form, account: 'acc-far' })
      .expect(404);
    await as('acc-far').post('derogations', form).expect(403);
    await as('acc-officer')
      .post('derogations', { ...form, until: '2037-04-01' })
      .expect(400);
    await as('acc-officer')
      .post('derogations', { ...form, until: '2036-03-03' })
      .expect(400);
    expect(await facts()).toEqual([]);
  });

  it('is called to mind once, a month before, by two replicas', async () => {
    await allow();
    const keep = () => new KeepDerogations(new PgDerogations(db), new PgHoldings(db), clock);
    await keep().remind();
    clock.set('2036-05-10T08:00:00Z');
    await Promise.all([keep().remind(), keep().remind()]);
    expect(await facts()).toEqual(['derogation.allowed acc-marie', 'derogation.ending acc-marie']);
  });

  it('is ended once, whoever else tries', async () => {
    const { id } = await allow();
    await as('acc-admin').post(`derogations/${id}/end`, {}).expect(403);
    await as('acc-far').post(`derogations/${id}/end`, {}).expect(404);
    const both = await Promise.all([
      as('acc-officer').post(`derogations/${id}/end`, {}),
      as('acc-officer').post(`derogations/${id}/end`, {}),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('is exported, and no text of it is run as a formula', async () => {
    await allow();
    const csv = (await binary('derogations/export', 'acc-officer').expect(200)).body.toString() as string;
    expect(csv).toContain(`"'=1+1, poste partagé sans verrouillage"`);
    expect(csv).toContain('"Contrainte technique"');
  });
});

describe('roles put on from the console', () => {
  const form = { grant: 'grant-acc-marie-0', minutes: 30, why: 'incident' };

  it('need a fresh proof, are counted down, and are put off', async () => {
    await as('acc-marie').post('elevations', form).expect(401);
    const { items } = WearablePage.parse((await as('acc-marie').get('elevations').expect(200)).body);
    expect(items).toMatchObject([{ role: { id: 'security-delegate' }, minutes: 120, worn: null, request: null }]);
    const { worn } = PutOnAnswer.parse((await as('acc-marie').post('elevations', form).set('x-trial-proof', '1').expect(200)).body);
    const me = MeView.parse((await as('acc-marie').get('me').expect(200)).body);
    expect(me).toMatchObject({ wearable: false, worn: [{ id: worn!.id, until: '2036-03-03T08:30:00.000Z' }] });
    expect(me.acts.suspend).toContain('org-cpts');
    await as('acc-marie').post(`elevations/${worn!.id}/end`, {}).expect(200);
    const after = MeView.parse((await as('acc-marie').get('me').expect(200)).body);
    expect(after).toMatchObject({ worn: [], wearable: true, acts: { suspend: [] } });
  });
});

describe('an act that would leave nobody to administer', () => {
  it('says so before it is done', async () => {
    const asked = { organisation: 'org-cpts', why: 'security-incident', from: null, until: null, version: 1 };
    const { body } = await as('acc-officer').post('members/acc-admin/suspend?preview=true', asked).expect(200);
    expect(body.consequences.vacant).toMatchObject([{ id: 'org-cpts' }]);
  });
});
