import { sql } from '@habilis/database';
import { AskForRole } from '../grant/ask-for-role.ts';
import { DecideRoleRequest, type RequestAnswer } from '../grant/decide-role-request.ts';
import { GrantRole, type GrantRequest } from '../grant/grant-role.ts';
import { ReadCatalogue } from '../grant/read-catalogue.ts';
import { WithdrawRoleRequest } from '../grant/withdraw-role-request.ts';
import { PgGrants } from './pg-grants.ts';
import { PgRoleRequests } from './pg-role-requests.ts';
import { aCommunity, clock, policy } from './testing/a-community.ts';

const UNTIL = new Date('2036-12-01T00:00:00Z');
const agreed: RequestAnswer = { agree: true };

let requests: PgRoleRequests;
let ask: (by: string, change?: Partial<GrantRequest>) => ReturnType<AskForRole['run']>;
let grant: (by: string, change?: Partial<GrantRequest>) => ReturnType<GrantRole['run']>;
let answer: (by: string, id: string, answer?: RequestAnswer) => ReturnType<DecideRoleRequest['run']>;
let offered: (by: string, role?: string) => Promise<[string, string][]>;
let withdraw: (by: string, id: string) => ReturnType<WithdrawRoleRequest['run']>;

const here = aCommunity({
  'acc-admin': { at: ['org-cpts'], holds: ['site-administrator@org-cpts'] },
  'acc-second': { at: ['org-cpts'], holds: ['site-administrator@org-cpts'] },
  'acc-officer': { at: ['org-cpts'], holds: ['security-officer@org-cpts'] },
  'acc-far': { at: ['org-other'], holds: ['site-administrator@org-other', 'security-officer@org-other'] },
  'acc-paul': { at: ['org-cpts', 'org-msp'] },
});
beforeEach(() => {
  requests = new PgRoleRequests(here.db);
  const asking = new AskForRole(policy, here.callers, here.grants, clock);
  const granting = new GrantRole(policy, here.callers, here.grants, clock);
  const deciding = new DecideRoleRequest(policy, here.callers, here.grants, clock);
  const withdrawing = new WithdrawRoleRequest(here.grants, clock);
  const role = {
    accountId: 'acc-paul',
    role: 'dossiers:care-professional',
    organisation: 'org-cpts',
    until: UNTIL,
    why: 'new-duties',
  } as const;
  ask = async (by, change = {}) => asking.run(await here.caller(by), { ...role, ...change });
  grant = async (by, change = {}) => granting.run(await here.caller(by), { ...role, ...change });
  answer = async (by, id, said = agreed) => deciding.run(await here.caller(by), id, said);
  const catalogue = new ReadCatalogue(policy, here.grants, clock);
  offered = async (by, of = role.role) =>
    (await catalogue.of(by)).filter((each) => each.role.name === of).flatMap(({ places }) => places.map(({ organisation, state }) => [organisation, state.is])); // prettier-ignore
  withdraw = async (by, id) => withdrawing.run(await here.caller(by), id);
});

const refusedWith = (code: string) => expect.objectContaining({ code });
const direction = { role: 'direction' };
const whats = async () => (await here.facts()).map(({ what }) => what);
const rolesOf = async (id: string) => (await new PgGrants(here.db).of(id)).map(({ role, by, approvedBy }) => [role, by, approvedBy]);

describe('a role of the catalogue', () => {
  it('is asked for, given by whoever may grant it, and held from then on', async () => {
    const { id } = await ask('acc-paul');
    expect(await rolesOf('acc-paul')).toEqual([]);
    const { request } = await answer('acc-admin', id);
    expect(request.next.closed).toMatchObject({ how: 'granted', by: 'acc-admin' });
    expect(await rolesOf('acc-paul')).toEqual([['dossiers:care-professional', 'acc-admin', undefined]]);
    expect(await whats()).toEqual(['role-request.asked', 'role-request.granted', 'role.granted']);
  });

  it('is refused with a reason of the list, and gives nothing', async () => {
    const { id } = await ask('acc-paul');
    await answer('acc-admin', id, { agree: false, why: 'other-role-fits' });
    expect(await rolesOf('acc-paul')).toEqual([]);
    expect((await here.facts()).at(-1)).toMatchObject({ what: 'role-request.refused', why: 'other-role-fits' });
    await expect(answer('acc-admin', id)).rejects.toEqual(refusedWith('role-request.closed'));
  });

  it.each([
    ['a role that is not in the catalogue', { role: 'site-administrator' }, 'role.not-requestable'],
    ['a role that there is not', { role: 'king' }, 'role.unknown'],
    ['a role where they do not belong', { organisation: 'org-cabinet' }, 'grant.holder-does-not-belong'],
    ['a role for longer than it lasts', { until: new Date('2046-01-01T00:00:00Z') }, 'grant.too-long'],
  ] as [string, Partial<GrantRequest>, string][])('nobody asks for %s', async (_what, change, code) => {
    await expect(ask('acc-paul', change)).rejects.toEqual(refusedWith(code));
    expect(await whats()).toEqual([]);
  });

  it('is asked for once', async () => {
    const outcomes = await Promise.allSettled([ask('acc-paul'), ask('acc-paul'), ask('acc-paul')]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('waits thirty full days, and then no more', async () => {
    const { id, expiresAt } = await ask('acc-paul');
    expect(expiresAt).toEqual(new Date('2036-04-02T22:00:00Z')); // midnight in Paris, in summer time
    clock.set(expiresAt.toISOString());
    await expect(answer('acc-admin', id)).rejects.toEqual(refusedWith('role-request.closed'));
    expect(await requests.waiting(['org-cpts'], clock.now(), 10, 0)).toEqual([]);
  });

  it('is taken back by whoever asked, and by nobody else', async () => {
    const { id } = await ask('acc-paul');
    await expect(withdraw('acc-admin', id)).rejects.toEqual(refusedWith('role-request.unknown'));
    expect(await withdraw('acc-paul', id)).toMatchObject({ closed: { how: 'withdrawn' } });
    await expect(answer('acc-admin', id)).rejects.toEqual(refusedWith('role-request.closed'));
  });

  it('is not answered by the one who asks, nor from elsewhere', async () => {
    const { id } = await ask('acc-paul');
    await expect(answer('acc-paul', id)).rejects.toEqual(refusedWith('access.denied'));
    await expect(answer('acc-far', id)).rejects.toEqual(refusedWith('role-request.unknown'));
    await expect(answer('acc-officer', id)).rejects.toEqual(refusedWith('access.denied'));
  });

  it('is answered once when two answer at once', async () => {
    const { id } = await ask('acc-paul');
    const outcomes = await Promise.allSettled([answer('acc-admin', id), answer('acc-second', id)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await rolesOf('acc-paul')).toHaveLength(1);
  });
});

describe('the catalogue', () => {
  it('offers what may be asked for, where the person belongs', async () => {
    expect(await offered('acc-paul')).toEqual([
      ['org-cpts', 'open'],
      ['org-msp', 'open'],
    ]);
    expect(await offered('acc-paul', 'site-administrator')).toEqual([]);
    expect(await offered('acc-nobody')).toEqual([]);
  });

  it('says of each place what would come of asking: already asked, held, kept apart, or refused before', async () => {
    const { id } = await ask('acc-paul');
    expect(await offered('acc-paul')).toContainEqual(['org-cpts', 'asked']);
    await answer('acc-admin', id, { agree: false, why: 'not-needed' });
    expect(await offered('acc-paul')).toContainEqual(['org-cpts', 'open']);
    await grant('acc-admin');
    expect(await offered('acc-paul')).toEqual([
      ['org-cpts', 'held'],
      ['org-msp', 'open'],
    ]);
    clock.set(UNTIL.toISOString());
    expect(await offered('acc-paul')).toContainEqual(['org-cpts', 'open']);
  });

  it('keeps apart what is kept apart in one that lies within the other', async () => {
    await grant('acc-admin', { role: 'dossiers:third-party', until: new Date('2036-03-20T00:00:00Z') });
    expect(await offered('acc-paul')).toEqual([
      ['org-cpts', 'apart'],
      ['org-msp', 'apart'],
    ]);
    expect(await offered('acc-paul', 'dossiers:medical-secretary')).toContainEqual(['org-cpts', 'open']);
  });

  it('offers nothing where the person is no more', async () => {
    await here.db.query(sql('test.leave', `update membership set until_at = '2036-03-01' where organisation_id = 'org-msp'`));
    expect(await offered('acc-paul')).toEqual([['org-cpts', 'open']]);
  });

  it('offers again what nobody answered', async () => {
    clock.set((await ask('acc-paul')).expiresAt.toISOString());
    expect(await offered('acc-paul')).toContainEqual(['org-cpts', 'open']);
  });
});

describe('a role that needs two people', () => {
  it('is not given by one', async () => {
    await expect(grant('acc-admin', direction)).rejects.toEqual(refusedWith('grant.needs-approval'));
  });

  it('is proposed by one, approved by another, and says who both were', async () => {
    const { id } = await ask('acc-admin', direction);
    await expect(answer('acc-admin', id)).rejects.toEqual(refusedWith('role-request.second-person'));
    await expect(answer('acc-second', id)).rejects.toEqual(refusedWith('access.denied')); // not of the roles that approve it
    await answer('acc-officer', id);
    expect(await rolesOf('acc-paul')).toEqual([['direction', 'acc-admin', 'acc-officer']]);
    expect((await here.facts()).at(-1)).toMatchObject({ what: 'role.granted', details: { approvedBy: 'acc-officer' } });
  });

  it('is never approved by the person who would hold it', async () => {
    const { id } = await ask('acc-admin', { ...direction, accountId: 'acc-officer' });
    await expect(answer('acc-officer', id)).rejects.toEqual(refusedWith('access.denied'));
  });

  it('is given no more once whoever proposed it was suspended', async () => {
    const { id } = await ask('acc-admin', direction);
    await here.db.query(sql('test.suspend', `insert into hold (id, account_id, kind, from_at, why, by_id) values ('hold-1', 'acc-admin', 'suspension', '2036-01-01', 'x', 'x')`)); // prettier-ignore
    await expect(answer('acc-officer', id)).rejects.toEqual(refusedWith('role-request.endorser-lost-right'));
    expect(await rolesOf('acc-paul')).toEqual([]);
  });
});

describe('roles held apart', () => {
  const thirdParty = { role: 'dossiers:third-party', until: new Date('2036-03-20T00:00:00Z') };

  it('are not granted to one person, in one place or in one that lies within the other', async () => {
    await grant('acc-admin', thirdParty);
    await expect(grant('acc-admin')).rejects.toEqual(refusedWith('grant.apart'));
    await expect(grant('acc-admin', { organisation: 'org-msp' })).rejects.toEqual(refusedWith('grant.apart'));
    await expect(ask('acc-paul')).rejects.toEqual(refusedWith('grant.apart'));
  });

  it('are granted one after the other', async () => {
    await grant('acc-admin', thirdParty);
    await expect(grant('acc-admin', { from: thirdParty.until })).resolves.toMatchObject({ from: thirdParty.until });
  });

  it('are not granted by two who grant at once', async () => {
    const outcomes = await Promise.allSettled([grant('acc-admin', thirdParty), grant('acc-second')]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'grant.apart' } });
  });
});

describe('reminders', () => {
  it('of a request that waits are owed once a week, by one replica', async () => {
    await ask('acc-paul');
    const remind = () => Promise.all([requests.remind(clock.now()), new PgRoleRequests(here.db).remind(clock.now())]);
    clock.set('2036-03-10T07:59:59Z');
    await remind();
    expect(await whats()).toEqual(['role-request.asked']);
    clock.set('2036-03-10T08:00:00Z');
    await remind();
    await remind();
    expect(await whats()).toEqual(['role-request.asked', 'role-request.reminded']);
  });

  it('of a role that ends are owed once, a month before', async () => {
    await grant('acc-admin', { until: new Date('2036-05-01T00:00:00Z') });
    await requests.tellEndings(clock.now());
    expect(await whats()).toEqual(['role.granted']);
    clock.set('2036-04-01T00:00:00Z');
    await requests.tellEndings(clock.now());
    await requests.tellEndings(clock.now());
    expect((await here.facts()).slice(1)).toMatchObject([
      { what: 'role.ending', on: 'acc-paul', details: { until: '2036-05-01T00:00:00.000Z' } },
    ]);
  });
});
