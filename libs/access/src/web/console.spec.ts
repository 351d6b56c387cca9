import request from 'supertest';
import { MemberPage } from '@habilis/accounts/web';
import { enqueue } from '@habilis/database';
import { openApiDocument, routesOf } from '@habilis/http';
import { seedPerson } from '../pg/testing/rows.ts';
import { GrantableRoles, MemberSheet, MeView, ReasonsView } from './console.ts';
import { asking, CONTROLLERS } from './testing/a-console.ts';
import { onConsole } from './testing/on-console.ts';

const trial = onConsole();
const { as, newFacts } = trial;
const admin = as('acc-admin');
const suspension = { organisation: 'org-cpts', why: 'security-incident', from: null, until: null };

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
    await trial.db.transaction(async (tx) => {
      for (const client of ['dossiers', 'elsewhere']) {
        await enqueue(tx, {
          topic: 'portal.logout',
          about: 'acc-paul',
          payload: { client, account: 'acc-paul', sid: null },
          dueAt: trial.clock.now(),
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
    await seedPerson(trial.db, 'acc-both', ['org-cpts', 'org-other'], ['security-officer@org-other']);
    const far = asking(() => trial.app, 'acc-far');
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
    const { status, body } = await request(trial.app.getHttpServer())[method as 'get'](address);
    expect([address, status, body.code]).toEqual([address, 401, 'session.required']);
  }
});
