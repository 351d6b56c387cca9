import { ActAnswer, RequestPage } from '@habilis/accounts/web';
import { sql } from '@habilis/database';
import { seedPerson } from '../pg/testing/rows.ts';
import { MemberSheet } from './console.ts';
import { onConsole } from './testing/on-console.ts';

const trial = onConsole();
const { as, newFacts } = trial;
const admin = as('acc-admin');
const suspension = { organisation: 'org-cpts', why: 'security-incident', from: null, until: null };

describe('an act', () => {
  it('is previewed without a trace, with what it ends and whom it tells', async () => {
    const { body } = await admin.post('members/acc-paul/suspend?preview=true', { ...suspension, version: 1 }).expect(200);
    expect(ActAnswer.parse(body)).toMatchObject({
      preview: true,
      version: 1,
      undo: null,
      consequences: {
        act: 'suspend',
        from: trial.clock.now().toISOString(),
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
    await seedPerson(trial.db, 'acc-officer', ['org-cpts'], ['security-officer@org-cpts']);
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
    trial.db
      .query(sql('test.asks', `update membership set stage = 'requested' where account_id = 'acc-paul'`))
      .then(() => trial.db.query(sql('test.asks-account', `update account set stage = 'requested' where id = 'acc-paul'`))),
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
