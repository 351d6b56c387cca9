import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { ActAnswer, MemberPage, RequestPage } from '@habilis/accounts/web';
import { enqueue, sql, type Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import { openApiDocument, routesOf } from '@habilis/http';
import { freshDatabase } from '@habilis/test/database';
import { emptyAll, factsOf, seedOrganisations, seedPerson } from '../pg/testing/rows.ts';
import { GrantableRoles, MemberSheet, MeView, ReasonsView } from './console.ts';
import { aConsole, asking, CONTROLLERS } from './testing/a-console.ts';

const clock = new FixedClock('2036-03-03T08:00:00Z');

let db: Database & { url: string };
let app: NestExpressApplication;
let since: number;

beforeAll(async () => {
  db = await freshDatabase();
  await seedOrganisations(db);
  app = await aConsole(db, clock);
});
afterAll(async () => {
  await app.close();
  await db.close();
});

beforeEach(async () => {
  clock.advance(2 * 3_600_000); // a reading leaves a fact once an hour
  await emptyAll(db.url);
  await seedOrganisations(db);
  await seedPerson(db, 'acc-admin', ['org-cpts'], ['site-administrator@org-cpts']);
  await seedPerson(db, 'acc-second', ['org-cpts'], ['site-administrator@org-cpts']);
  await seedPerson(db, 'acc-paul', ['org-cpts']);
  await seedPerson(db, 'acc-far', ['org-other'], ['site-administrator@org-other']);
  since = (await factsOf(db)).length;
});

const as = (me: string) => asking(() => app, me);
const admin = as('acc-admin');
const suspension = { organisation: 'org-cpts', why: 'security-incident', from: null, until: null };
const newFacts = async () => (await factsOf(db)).slice(since).map(({ what }) => what);

describe('the console, to an administrator', () => {
  it('says who they are and what they may do where', async () => {
    const me = MeView.parse((await admin.get('me').expect(200)).body);
    expect(me.acts.approve).toEqual(expect.arrayContaining(['org-cpts', 'org-msp']));
    expect(me.acts.grant).toContain('org-cpts');
    expect(me.acts).toMatchObject({
      journal: [],
      history: expect.arrayContaining(['org-cpts']),
      publish: expect.arrayContaining(['org-cpts']),
    });
    expect(me.roles).toMatchObject([{ role: { id: 'site-administrator', name: 'Administrateur du site' } }]);
    expect(me.certificates).toEqual([{ upstream: 'psc', state: 'ends-soon', until: '2036-03-20T00:00:00.000Z' }]);
  });

  it('lists the people of their organisations and of no other', async () => {
    const { items } = MemberPage.parse((await admin.get('members').expect(200)).body);
    expect(items.map(({ id }) => id).sort()).toEqual(['acc-admin', 'acc-paul', 'acc-second']);
    expect(items[0]).toMatchObject({ reach: 'portals', charter: false, holds: [] });
    expect((await admin.get('members?organisation=org-other').expect(200)).body.items).toEqual([]);
  });

  it('offers the roles they may grant, and the reasons of each act', async () => {
    const roles = GrantableRoles.parse((await admin.get('roles').expect(200)).body).items;
    expect(roles.map(({ id }) => id)).toEqual(expect.arrayContaining(['security-officer', 'dossiers:care-professional']));
    expect(roles.map(({ id }) => id)).not.toContain('member');
    const named = (await admin.get('roles/named').expect(200)).body as { items: { id: string; name: string }[] };
    expect(named.items).toContainEqual({ id: 'site-administrator', name: 'Administrateur du site', portal: null });
    expect(named.items.map(({ id }) => id)).not.toContain('member');
    expect(roles.find(({ id }) => id === 'security-officer')?.maxDays).toBe(1096);
    const { acts } = ReasonsView.parse((await admin.get('reasons').expect(200)).body);
    expect(acts['suspend']!.map(({ code }) => code)).toContain('security-incident');
    expect(acts['revoke']!.every(({ fr }) => fr.length > 3)).toBe(true);
  });

  it('shows a sheet with the standing and its reasons, and notes that it was read', async () => {
    await admin.post('members/acc-paul/suspend', { ...suspension, version: 1 }).expect(200);
    const sheet = MemberSheet.parse((await admin.get('members/acc-paul').expect(200)).body);
    expect(sheet.standing).toMatchObject([
      { organisation: { id: 'org-cpts' }, reach: 'nowhere', limits: [{ kind: 'hold', hold: 'suspension', until: null }] },
    ]);
    expect(sheet.holds).toMatchObject([{ kind: 'suspension', state: 'felt', why: 'security-incident', by: { id: 'acc-admin' } }]);
    expect(sheet.acts).toEqual(expect.arrayContaining(['read', 'suspend', 'lift', 'depart', 'grant']));
    expect(await newFacts()).toEqual(['hold.suspension', 'sheet.read']);
  });

  it('shows which portals of their organisations were told, and whether they heard', async () => {
    await db.transaction(async (tx) => {
      for (const client of ['dossiers', 'elsewhere']) {
        await enqueue(tx, {
          topic: 'portal.logout',
          about: 'acc-paul',
          payload: { client, account: 'acc-paul', sid: null },
          dueAt: clock.now(),
        });
      }
    });
    const { deliveries } = MemberSheet.parse((await admin.get('members/acc-paul').expect(200)).body);
    expect(deliveries).toMatchObject([{ portal: 'Portail dossiers', state: 'owed', attempts: 0, acknowledgedAt: null }]);
  });

  it('answers for someone of another organisation as for nobody', async () => {
    const [far, nobody] = await Promise.all([admin.get('members/acc-far').expect(404), admin.get('members/acc-ghost').expect(404)]);
    expect([far.body.code, nobody.body.code]).toEqual(['account.unknown', 'account.unknown']);
    await admin.post('members/acc-far/suspend', { ...suspension, version: 1 }).expect(404);
    expect(await newFacts()).toEqual([]);
  });

  it('shows of someone with places elsewhere nothing that another organisation decided', async () => {
    await seedPerson(db, 'acc-both', ['org-cpts', 'org-other'], ['security-officer@org-other']);
    const far = asking(() => app, 'acc-far');
    await far.post('members/acc-both/suspend', { ...suspension, organisation: 'org-other', version: 1 }).expect(200);
    await far.post('members/acc-both/departure', { organisation: 'org-other', why: 'retired', on: '2036-12-31', version: 2 }).expect(200);
    const { body } = await admin.get('members/acc-both').expect(200);
    const sheet = MemberSheet.parse(body);
    expect(sheet).toMatchObject({
      stage: 'open',
      memberships: [{ organisation: { id: 'org-cpts' } }],
      standing: [{ organisation: { id: 'org-cpts' }, reach: 'portals', limits: [] }],
      holds: [],
      grants: [],
    });
    expect(JSON.stringify(body)).not.toMatch(/org-other|Ailleurs|acc-far/);
    const { body: list } = await admin.get('members').expect(200);
    expect(JSON.stringify(list)).not.toMatch(/org-other|Ailleurs|acc-far/);
  });

  it('offers nothing to act with on oneself', async () => {
    const sheet = MemberSheet.parse((await admin.get('members/acc-admin').expect(200)).body);
    expect(sheet.acts).not.toEqual(expect.arrayContaining(['suspend']));
    expect(sheet.acts).not.toContain('grant');
    const { body } = await admin.post('members/acc-admin/suspend', { ...suspension, version: 1 }).expect(403);
    expect(body.code).toBe('access.denied');
  });
});

describe('an act', () => {
  it('is previewed without a trace, with what it ends and whom it tells', async () => {
    const { body } = await admin.post('members/acc-paul/suspend?preview=true', { ...suspension, version: 1 }).expect(200);
    expect(ActAnswer.parse(body)).toMatchObject({
      preview: true,
      version: 1,
      undo: null,
      consequences: {
        act: 'suspend',
        from: clock.now().toISOString(),
        reach: { before: 'portals', after: 'nowhere' },
        sessions: 1,
        portals: ['Dossiers de coordination'],
      },
    });
    expect(await newFacts()).toEqual([]);
  });

  it('is done once, says so, and can be taken back', async () => {
    const done = ActAnswer.parse((await admin.post('members/acc-paul/suspend', { ...suspension, version: 1 }).expect(200)).body);
    expect(done).toMatchObject({ preview: false, version: 2, undo: { act: 'lift' } });
    const back = await admin.post(`members/acc-paul/holds/${done.undo!.id}/lift`, { why: 'mistake', version: 2 }).expect(200);
    expect(ActAnswer.parse(back.body)).toMatchObject({ consequences: { reach: { before: 'nowhere', after: 'portals' }, sessions: 0 } });
    expect(await newFacts()).toEqual(['hold.suspension', 'hold.lifted']);
  });

  it('departs on a day to come, unless it is cancelled before', async () => {
    const form = { organisation: 'org-cpts', why: 'left-structure', on: '2036-12-31', version: 1 };
    const gone = ActAnswer.parse((await admin.post('members/acc-paul/departure', form).expect(200)).body);
    expect(gone).toMatchObject({ undo: { act: 'stay', id: 'org-cpts' } });
    const again = ActAnswer.parse(
      (await admin.post('members/acc-paul/departure', { ...form, on: '2036-12-01', version: 2 }).expect(200)).body,
    );
    expect(again.undo).toBeNull(); // taking back the second day would not bring back the first
    const stay = { organisation: 'org-cpts', why: 'departure-withdrawn', version: 3 };
    await admin.post('members/acc-paul/departure/cancel?preview=true', stay).expect(200);
    const { consequences } = ActAnswer.parse((await admin.post('members/acc-paul/departure/cancel', stay).expect(200)).body);
    expect(consequences).toMatchObject({ act: 'stay', reach: { before: 'portals', after: 'portals' }, sessions: 0, portals: [] });
    const { memberships } = MemberSheet.parse((await admin.get('members/acc-paul')).body);
    expect(memberships).toMatchObject([{ stage: 'active', until: null }]);
    const { body } = await admin.post('members/acc-paul/departure/cancel', { ...stay, version: 4 }).expect(409);
    expect(body.code).toBe('membership.no-departure');
    expect(await newFacts()).toEqual(['membership.end', 'membership.end', 'membership.stay', 'sheet.read']);
  });

  it('on a whole account is for the security officer, and shows on the sheet', async () => {
    await seedPerson(db, 'acc-officer', ['org-cpts'], ['security-officer@org-cpts']);
    const everywhere = { ...suspension, organisation: null, version: 1 };
    expect(MemberSheet.parse((await admin.get('members/acc-paul')).body).acts).not.toContain('suspend-everywhere');
    await admin.post('members/acc-paul/suspend', everywhere).expect(403);
    const officer = as('acc-officer');
    expect(MemberSheet.parse((await officer.get('members/acc-paul')).body).acts).toContain('suspend-everywhere');
    const { consequences } = ActAnswer.parse((await officer.post('members/acc-paul/suspend', everywhere).expect(200)).body);
    expect(consequences).toMatchObject({ organisation: null, reach: { before: 'portals', after: 'nowhere' } });
  });

  it('begins and ends with days in Paris', async () => {
    const { body } = await admin.post('members/acc-paul/absence?preview=true', {
      organisation: 'org-cpts',
      why: 'unreachable',
      from: '2036-03-29',
      until: '2036-03-31',
      version: 1,
    });
    // Clocks change on 30 March 2036: one midnight is at +01:00, the other at +02:00.
    expect(body.consequences).toMatchObject({ from: '2036-03-28T23:00:00.000Z', until: '2036-03-30T22:00:00.000Z' });
  });

  it('is refused when someone changed the account since it was seen', async () => {
    await as('acc-second')
      .post('members/acc-paul/suspend', { ...suspension, version: 1 })
      .expect(200);
    const { body } = await admin
      .post('members/acc-paul/departure', { organisation: 'org-cpts', why: 'retired', on: null, version: 1 })
      .expect(409);
    expect(body.code).toBe('account.stale');
    expect(await newFacts()).toEqual(['hold.suspension']);
  });

  it.each([
    ['an unknown reason', 'suspend', { ...suspension, why: 'malade', version: 1 }],
    ['an unknown field', 'suspend', { ...suspension, version: 1, silently: true }],
    ['no version', 'suspend', suspension],
    ['an instant for a day', 'absence', { ...suspension, why: 'unreachable', from: '2036-03-29T00:00:00Z', version: 1 }],
    ['a day that does not exist', 'departure', { organisation: 'org-cpts', why: 'retired', on: '2036-02-30', version: 1 }],
  ])('is refused with %s', async (_, act, form) => {
    const { body } = await admin.post(`members/acc-paul/${act}`, form).expect(400);
    expect(body.code).toBe('request.malformed');
    expect(await newFacts()).toEqual([]);
  });

  it.each(['suspend', 'absence', 'departure', 'approve', 'refuse', 'grants'])('%s is refused to a plain member', async (act) => {
    const FORMS: Record<string, object> = {
      suspend: { ...suspension, version: 1 },
      absence: { ...suspension, why: 'unreachable', version: 1 },
      departure: { organisation: 'org-cpts', why: 'retired', on: null, version: 1 },
      approve: { organisation: 'org-cpts', why: 'identity-verified', version: 1 },
      refuse: { organisation: 'org-cpts', why: 'outside-territory', version: 1 },
      grants: { organisation: 'org-cpts', role: 'security-officer', until: '2036-12-31', why: 'new-duties' },
    };
    for (const preview of ['', '?preview=true']) await as('acc-paul').post(`members/acc-second/${act}${preview}`, FORMS[act]!).expect(404);
    expect(await newFacts()).toEqual([]);
  });
});

describe('the queue', () => {
  beforeEach(() =>
    db
      .query(sql('test.asks', `update membership set stage = 'requested' where account_id = 'acc-paul'`))
      .then(() => db.query(sql('test.asks-account', `update account set stage = 'requested' where id = 'acc-paul'`))),
  );

  it('shows who waits, and lets an answer be given', async () => {
    const { items } = RequestPage.parse((await admin.get('requests').expect(200)).body);
    expect(items).toMatchObject([{ account: 'acc-paul', organisation: { id: 'org-cpts' }, version: 1, doubted: false }]);
    const form = { organisation: 'org-cpts', why: 'identity-verified', version: items[0]!.version };
    const { body } = await admin.post('members/acc-paul/approve', form).expect(200);
    expect(ActAnswer.parse(body)).toMatchObject({
      consequences: { reach: { before: 'own-account', after: 'portals' }, sessions: 0 },
      undo: null,
    });
    expect((await admin.get('requests')).body.items).toEqual([]);
    await admin.post('members/acc-paul/approve', { ...form, version: 2 }).expect(409);
  });
});

describe('a role', () => {
  const form = { organisation: 'org-cpts', role: 'security-officer', until: '2036-12-31', why: 'new-duties' };

  it('is previewed, granted, shown and revoked', async () => {
    const preview = ActAnswer.parse((await admin.post('members/acc-paul/grants?preview=true', form).expect(200)).body);
    expect(preview).toMatchObject({ preview: true, undo: null, consequences: { act: 'grant', until: '2036-12-30T23:00:00.000Z' } });
    expect(await newFacts()).toEqual([]);

    const { undo } = ActAnswer.parse((await admin.post('members/acc-paul/grants', form).expect(200)).body);
    const sheet = MemberSheet.parse((await admin.get('members/acc-paul')).body);
    expect(sheet.grants).toMatchObject([{ id: undo!.id, role: { name: 'Responsable de la sécurité (MSSI)' }, state: 'counts' }]);

    const path = `members/acc-paul/grants/${undo!.id}/revoke`;
    ActAnswer.parse((await admin.post(`${path}?preview=true`, { why: 'mistake' }).expect(200)).body);
    await admin.post(path, { why: 'mistake' }).expect(200);
    expect(await newFacts()).toEqual(['role.granted', 'sheet.read', 'role.revoked']);
  });

  it('is not revoked through somebody else’s address', async () => {
    const { undo } = (await admin.post('members/acc-paul/grants', form)).body;
    const { body } = await admin.post(`members/acc-second/grants/${undo.id}/revoke`, { why: 'mistake' }).expect(404);
    expect(body.code).toBe('grant.unknown');
  });
});

it('is documented to the last address and the last schema', () => {
  const document = openApiDocument(CONTROLLERS, { title: 'Habilis', version: '1', server: 'http://localhost' });
  const text = JSON.stringify(document);
  const { paths, components } = document as { paths: object; components: { schemas: object } };
  const answered = new Set(CONTROLLERS.flatMap(routesOf).map(({ path }) => path));
  expect(Object.keys(paths).sort()).toEqual([...answered].sort());
  for (const [, name] of text.matchAll(/#\/components\/schemas\/(\w+)/g)) expect(components.schemas).toHaveProperty(name!);
});

it('asks everybody who they are, at every address', async () => {
  for (const { method, path } of CONTROLLERS.flatMap(routesOf)) {
    const address = path
      .replace('{id}', 'acc-paul')
      .replace('{hold}', 'hold-1')
      .replace('{grant}', 'grant-1')
      .replace('{organisation}', 'org-cpts')
      .replace('{version}', '1');
    const { status, body } = await request(app.getHttpServer())[method as 'get'](address);
    expect([address, status, body.code]).toEqual([address, 401, 'session.required']);
  }
});
