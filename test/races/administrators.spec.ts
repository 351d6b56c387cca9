import { personaById } from '../../apps/simulator/src/personas.ts';
import type { Desk, Answered } from '../support/desk.ts';
import { BRIEY, CARE, inDays, onProduct } from '../support/product.ts';

let claire: Desk;
let marc: Desk;
const product = onProduct({ replicas: 2 }, async () => {
  await product.enrol(BRIEY, 'thomas-renaud', 'amelie-roux', 'hugo-faure', 'layla-ben-youssef', 'julie-martin-a');
  marc = await product.desk('marc-lefevre');
  const form = { role: 'site-administrator', organisation: BRIEY, until: inDays(30), why: 'replacement' };
  await product.sophie.act('/members/acc-claire-moreau/grants', form);
  claire = await product.desk('claire-moreau');
});

const outcome = ({ status, body }: Answered) => (status === 200 ? 'done' : `${status} ${body.code}`);

/** Both acts are under way, each at its replica, before either can write. @returns how they ended, refusals first */
async function inTheMidst(lock: string, of: string, acts: readonly (() => Promise<Answered>)[]): Promise<string[]> {
  const settled = await product.witness.holding(lock, [of], acts);
  return settled.map((each) => (each.status === 'fulfilled' ? outcome(each.value) : String(each.reason))).sort();
}
const atOnce = (account: string, ...acts: (() => Promise<Answered>)[]) =>
  inTheMidst('select 1 from account where id = $1 for update', account, acts);

describe('two administrators at two replicas, acting at once on one account', () => {
  it('approve one request: one has, the other is told that the account changed', async () => {
    const nadia = product.visitor('nadia-haddad');
    await nadia.enter((await product.dossiers.begin()).url);
    const [account = ''] = await product.witness.accountsOf(personaById('nadia-haddad')!.nationalId!);
    const before = await product.witness.kept(account);
    expect(before).toMatchObject({ stage: 'requested', places: [`${BRIEY} requested`] });

    const form = { organisation: BRIEY, why: 'identity-verified', version: before.version };
    const outcomes = await atOnce(
      account,
      () => product.sophie.act(`/members/${account}/approve`, form, 0),
      () => claire.act(`/members/${account}/approve`, form, 1),
    );
    expect(outcomes).toEqual(['409 account.stale', 'done']);
    expect(await product.witness.kept(account)).toEqual({
      ...before,
      stage: 'open',
      version: before.version + 1,
      places: [`${BRIEY} active`],
      facts: [...before.facts, 'account.approve'],
      owed: [...before.owed, 'mail.send'],
    });
  });

  it('suspend someone: one hold, told once', async () => {
    const account = 'acc-thomas-renaud';
    const before = await product.witness.kept(account);
    const form = { organisation: BRIEY, why: 'security-incident', from: null, until: null, version: before.version };
    const outcomes = await atOnce(
      account,
      () => product.sophie.act(`/members/${account}/suspend`, form, 0),
      () => marc.act(`/members/${account}/suspend`, form, 1),
    );
    expect(outcomes).toEqual(['409 account.stale', 'done']);
    expect(await product.witness.kept(account)).toEqual({
      ...before,
      epoch: before.epoch + 1,
      version: before.version + 1,
      holds: ['suspension'],
      facts: [...before.facts, 'hold.suspension'],
      owed: ['account.narrowed', 'mail.send'],
    });
  });

  it('lift a suspension and record an absence: one of the two, whole', async () => {
    const account = 'acc-amelie-roux';
    const place = { organisation: BRIEY, from: null, until: null };
    await product.sophie.act(`/members/${account}/suspend`, {
      ...place,
      why: 'means-lost-or-stolen',
      version: await product.sophie.version(account),
    });
    const hold = (await product.sophie.read(`/members/${account}`)).body.holds[0].id as string;
    const before = await product.witness.kept(account);
    const outcomes = await atOnce(
      account,
      () => marc.act(`/members/${account}/holds/${hold}/lift`, { why: 'situation-settled', version: before.version }, 0),
      () => product.sophie.act(`/members/${account}/absence`, { ...place, why: 'unreachable', version: before.version }, 1),
    );
    expect(outcomes).toEqual(['409 account.stale', 'done']);
    const after = await product.witness.kept(account);
    const lifted = after.facts.includes('hold.lifted');
    expect(after).toEqual({
      ...before,
      epoch: lifted ? before.epoch : before.epoch + 1,
      version: before.version + 1,
      holds: lifted ? ['suspension lifted'] : ['suspension', 'absence'],
      facts: [...before.facts, lifted ? 'hold.lifted' : 'hold.absence'],
      owed: [...(lifted ? [] : ['account.narrowed']), ...before.owed, 'mail.send'].sort(),
    });
  });

  it('record a departure and suspend: one of the two, whole', async () => {
    const account = 'acc-hugo-faure';
    const before = await product.witness.kept(account);
    const outcomes = await atOnce(
      account,
      () =>
        product.sophie.act(`/members/${account}/departure`, { organisation: BRIEY, why: 'retired', on: null, version: before.version }, 0),
      () =>
        marc.act(
          `/members/${account}/suspend`,
          { organisation: BRIEY, why: 'suspected-misuse', from: null, until: null, version: before.version },
          1,
        ),
    );
    expect(outcomes).toEqual(['409 account.stale', 'done']);
    const after = await product.witness.kept(account);
    const gone = after.facts.includes('membership.end');
    expect(after).toEqual({
      ...before,
      epoch: before.epoch + 1,
      version: before.version + 1,
      places: [`${BRIEY} ${gone ? 'ended' : 'active'}`],
      holds: gone ? [] : ['suspension'],
      facts: [...before.facts, gone ? 'membership.end' : 'hold.suspension'],
      owed: ['account.narrowed', 'mail.send'],
    });
  });

  it('grant one role: one grant', async () => {
    const account = 'acc-layla-ben-youssef';
    const before = await product.witness.kept(account);
    const form = { role: CARE, organisation: BRIEY, until: inDays(30), why: 'new-duties' };
    const outcomes = await atOnce(
      account,
      () => product.sophie.act(`/members/${account}/grants`, form, 0),
      () => claire.act(`/members/${account}/grants`, form, 1),
    );
    expect(outcomes).toEqual(['409 grant.overlaps', 'done']);
    const facts = [...before.facts, 'role.granted'];
    expect(await product.witness.kept(account)).toEqual({ ...before, roles: [CARE], facts, owed: [...before.owed, 'mail.send'] });
  });

  it('take one role back: once, and what was allowed before counts no more', async () => {
    const account = 'acc-layla-ben-youssef';
    const before = await product.witness.kept(account);
    const grant = (await product.sophie.read(`/members/${account}`)).body.grants[0].id as string;
    const outcomes = await atOnce(
      account,
      () => product.sophie.act(`/members/${account}/grants/${grant}/revoke`, { why: 'review' }, 0),
      () => claire.act(`/members/${account}/grants/${grant}/revoke`, { why: 'mistake' }, 1),
    );
    expect(outcomes).toEqual(['409 grant.already-revoked', 'done']);
    expect(await product.witness.kept(account)).toEqual({
      ...before,
      epoch: before.epoch + 1,
      roles: [`${CARE} revoked`],
      facts: [...before.facts, 'role.revoked'],
      owed: [...before.owed, 'mail.send'],
    });
  });

  it('take a role back and grant it again: in one order or the other, never twice', async () => {
    const account = 'acc-julie-martin-a';
    const form = { role: CARE, organisation: BRIEY, until: inDays(30), why: 'new-duties' };
    await product.sophie.act(`/members/${account}/grants`, form);
    const grant = (await product.sophie.read(`/members/${account}`)).body.grants[0].id as string;
    const before = await product.witness.kept(account);
    const outcomes = await atOnce(
      account,
      () => product.sophie.act(`/members/${account}/grants/${grant}/revoke`, { why: 'review' }, 0),
      () => claire.act(`/members/${account}/grants`, { ...form, why: 'replacement' }, 1),
    );
    const again = outcomes[0] === 'done';
    expect(outcomes).toEqual(again ? ['done', 'done'] : ['409 grant.overlaps', 'done']);
    expect(await product.witness.kept(account)).toEqual({
      ...before,
      epoch: before.epoch + 1,
      roles: [`${CARE} revoked`, ...(again ? [CARE] : [])],
      facts: [...before.facts, 'role.revoked', ...(again ? ['role.granted'] : [])],
      owed: [...before.owed, 'mail.send', ...(again ? ['mail.send'] : [])],
    });
  });
});

describe('two site administrators who take the role from one another at once', () => {
  it('leave one of them', async () => {
    const role = 'site-administrator';
    const grantOf = async (account: string) =>
      ((await marc.read(`/members/${account}`)).body.grants as { id: string; role: { id: string } }[]).find(
        (each) => each.role.id === role,
      )!.id;
    const [ofSophie, ofClaire] = [await grantOf('acc-sophie-bernard'), await grantOf('acc-claire-moreau')];
    const outcomes = await inTheMidst(`select 1 from role_grant where role = $1 for update`, role, [
      () => product.sophie.act(`/members/acc-claire-moreau/grants/${ofClaire}/revoke`, { why: 'review' }, 0),
      () => claire.act(`/members/acc-sophie-bernard/grants/${ofSophie}/revoke`, { why: 'review' }, 1),
    ]);
    // Whoever comes second has lost the role under the lock, and with it the sight of what they wanted to take.
    expect(outcomes).toEqual(['404 grant.unknown', 'done']);
    const left = await product.witness.query(`select 1 from role_grant where role = $1 and organisation_id = $2 and revoked_at is null`, [
      role,
      BRIEY,
    ]);
    expect(left).toHaveLength(1);
    const facts = await product.witness.query(`select 1 from fact where what = 'role.revoked' and details ->> 'role' = $1`, [role]);
    expect(facts).toHaveLength(1);
  });
});
