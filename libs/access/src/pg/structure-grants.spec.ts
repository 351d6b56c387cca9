import { sql } from '@habilis/database';
import { GrantToStructure, type StructureGrantRequest } from '../grant/grant-to-structure.ts';
import { RevokeRole } from '../grant/revoke-role.ts';
import { askerAt } from '../holding.ts';
import { PgHoldings } from './pg-holdings.ts';
import { PgPastHoldings } from './pg-past-holdings.ts';
import { PgStructureGrants } from './pg-structure-grants.ts';
import { aCommunity, clock, policy } from './testing/a-community.ts';
import { seedPerson } from './testing/rows.ts';

const ROLE = 'dossiers:medical-secretary';

let granting: GrantToStructure;

const here = aCommunity({
  'acc-admin': { at: ['org-cpts'], holds: ['site-administrator@org-cpts'] },
  'acc-second': { at: ['org-cpts'], holds: ['site-administrator@org-cpts'] },
  'acc-inside': { at: ['org-cpts', 'org-msp'], holds: ['site-administrator@org-cpts'] },
  'acc-paul': { at: ['org-msp'] },
  'acc-far': { at: ['org-other'], holds: ['site-administrator@org-other'] },
});
beforeEach(() => {
  granting = new GrantToStructure(policy, here.callers, new PgStructureGrants(here.db), here.grants, clock);
});

const request: StructureGrantRequest = { structure: 'org-msp', role: ROLE, organisation: 'org-msp', until: new Date('2036-12-01T00:00:00Z'), why: 'declared-by-structure' }; // prettier-ignore
const propose = async (by = 'acc-admin', change: Partial<StructureGrantRequest> = {}) =>
  granting.propose(await here.caller(by), { ...request, ...change });
const approve = async (by: string, id: string) => granting.approve(await here.caller(by), id);
const granted = async () => approve('acc-second', (await propose()).id);
const rolesOf = async (account: string) => {
  const holding = (await new PgHoldings(here.db).read([account])).get(account)!;
  return askerAt(holding, policy.implied, clock.now())
    .roles.filter(({ grant }) => grant !== null)
    .map(({ role }) => role);
};
const refusedWith = (code: string) => expect.objectContaining({ code });
const LEAVE = sql('test.leave', `update membership set stage = 'ended', until_at = $1 where account_id = 'acc-paul'`);
const EPOCH = sql('test.epochs', `select epoch::int from account where id = 'acc-paul'`);
const whats = async () => (await here.facts()).map(({ what }) => what);

describe('a role given to the members of a structure', () => {
  it('gives nothing until a second person has agreed, then reaches every member and nobody else', async () => {
    const { id } = await propose();
    expect(await rolesOf('acc-paul')).toEqual([]);
    await approve('acc-second', id);
    expect(await rolesOf('acc-paul')).toEqual([ROLE]);
    expect(await rolesOf('acc-admin')).toEqual(['site-administrator']);
    expect(await whats()).toEqual(['structure-grant.proposed', 'structure-grant.granted']);
  });

  it('is held by whoever joins, from then on, and not by whoever has left', async () => {
    await granted();
    clock.advance(60_000);
    await seedPerson(here.db, 'acc-new', ['org-msp']);
    expect(await rolesOf('acc-new')).toEqual([ROLE]);
    await here.db.query(LEAVE, [clock.now()]);
    expect(await rolesOf('acc-paul')).toEqual([]);
  });

  it('ends at its instant, with no job', async () => {
    await granted();
    clock.set('2036-11-30T23:59:59.999Z');
    expect(await rolesOf('acc-paul')).toEqual([ROLE]);
    clock.set('2036-12-01T00:00:00Z');
    expect(await rolesOf('acc-paul')).toEqual([]);
  });

  it('is taken back from all at once, and their epochs grow', async () => {
    const { id } = await granted();
    const [before] = await here.db.query<{ epoch: number }>(EPOCH);
    await granting.withdraw(await here.caller('acc-second'), id, 'end-of-duties');
    expect(await rolesOf('acc-paul')).toEqual([]);
    expect(await here.db.query(EPOCH)).toEqual([{ epoch: before!.epoch + 1 }]);
    await expect(granting.withdraw(await here.caller('acc-second'), id, 'mistake')).rejects.toEqual(refusedWith('structure-grant.closed'));
  });

  it('is neither proposed nor agreed to by a member, nor by one person alone, nor from afar', async () => {
    await expect(propose('acc-inside')).rejects.toEqual(refusedWith('structure-grant.own'));
    const { id } = await propose();
    await expect(approve('acc-admin', id)).rejects.toEqual(refusedWith('role-request.second-person'));
    await expect(approve('acc-inside', id)).rejects.toEqual(refusedWith('structure-grant.own'));
    await expect(approve('acc-far', id)).rejects.toEqual(refusedWith('structure-grant.unknown'));
    await expect(propose('acc-far')).rejects.toEqual(refusedWith('access.denied'));
    expect(await rolesOf('acc-paul')).toEqual([]);
  });

  it('is not agreed to any more when its proposer has lost the right, or a month has gone', async () => {
    const { id } = await propose();
    await new RevokeRole(policy, here.callers, here.grants, clock).run(await here.caller('acc-second'), { grantId: 'grant-acc-admin-0', why: 'security-incident' }); // prettier-ignore
    await expect(approve('acc-second', id)).rejects.toEqual(refusedWith('role-request.endorser-lost-right'));
    const other = await propose('acc-second');
    clock.set('2036-04-03T08:00:00Z');
    await seedPerson(here.db, 'acc-third', ['org-cpts'], ['site-administrator@org-cpts']);
    await expect(approve('acc-third', other.id)).rejects.toEqual(refusedWith('structure-grant.closed'));
  });

  it('is never a role of people named one by one, nor given where the structure is not', async () => {
    for (const role of ['site-administrator', 'security-officer', 'direction']) {
      await expect(propose('acc-admin', { role })).rejects.toEqual(refusedWith('structure-grant.by-name'));
    }
    await expect(propose('acc-admin', { structure: 'org-other' })).rejects.toEqual(refusedWith('organisation.unknown'));
    await expect(propose('acc-admin', { until: new Date('2046-01-01') })).rejects.toEqual(refusedWith('grant.too-long'));
  });

  it('is counted before it is proposed, and writes nothing', async () => {
    const { reached } = await granting.plan(await here.caller('acc-admin'), request);
    expect(reached).toEqual({ members: 2, already: 0, apart: 0 });
    expect(await whats()).toEqual([]);
  });

  it('is known afterwards to have been held then', async () => {
    const { approvedAt } = await granted();
    clock.advance(3_600_000);
    const past = new PgPastHoldings(here.db);
    const rolesAt = async (t: Date) =>
      (await past.readAt(['acc-paul'], t)).get('acc-paul')!.grants.map(({ role, members }) => [role, members]);
    expect(await rolesAt(new Date(approvedAt!.getTime() - 1))).toEqual([]);
    expect(await rolesAt(approvedAt!)).toEqual([[ROLE, 'org-msp']]);
  });
});
