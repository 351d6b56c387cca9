import { fileURLToPath } from 'node:url';
import type { Caller } from '@habilis/kernel';
import { Listener, sql, type Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import { freshDatabase } from '@habilis/test/database';
import { Callers } from '../decision/callers.ts';
import { GrantRole, type GrantRequest } from '../grant/grant-role.ts';
import { loadPolicy } from '../policy/language/load-policy.ts';
import { RevokeRole } from '../grant/revoke-role.ts';
import { NoMachines } from '../testing/no-machines.ts';
import { PgGrants } from './pg-grants.ts';
import { PgHoldings } from './pg-holdings.ts';
import { emptyAll, factsOf, seedOrganisations, seedPerson } from './testing/rows.ts';

const policy = loadPolicy(fileURLToPath(new URL('../../../../config/policies', import.meta.url)));
// Ahead of the machine's clock: the database leaves out grants that ended long before its own now.
const NOW = '2036-03-03T08:00:00Z';
const clock = new FixedClock(NOW);
let db: Database & { url: string };
let since: number;
let grants: PgGrants;
let callers: Callers;
let grant: (by: string, change?: Partial<GrantRequest>) => ReturnType<GrantRole['run']>;
let revoke: (by: string, grantId: string) => ReturnType<RevokeRole['run']>;

beforeAll(async () => (db = await freshDatabase()));
afterAll(() => db.close());

async function begin() {
  clock.set(NOW);
  since = await emptyAll(db.url);
  await seedOrganisations(db);
  await seedPerson(db, 'acc-admin', ['org-cpts'], ['site-administrator@org-cpts']);
  await seedPerson(db, 'acc-second', ['org-cpts'], ['site-administrator@org-cpts']);
  await seedPerson(db, 'acc-paul', ['org-cpts', 'org-msp']);
  await seedPerson(db, 'acc-far', ['org-other'], ['site-administrator@org-other']);
  const holdings = new PgHoldings(db);
  grants = new PgGrants(db);
  callers = new Callers(policy, holdings, new NoMachines(), clock);
  const granting = new GrantRole(policy, callers, grants, clock);
  const revoking = new RevokeRole(policy, callers, grants, clock);
  const request = {
    accountId: 'acc-paul',
    role: 'security-officer',
    organisation: 'org-cpts',
    until: new Date('2037-01-01T00:00:00Z'),
    why: 'new-duties',
  } as const;
  grant = async (by, change = {}) => granting.run(await callers.forAccount(by), { ...request, ...change });
  revoke = async (by, grantId) => revoking.run(await callers.forAccount(by), { grantId, why: 'end-of-duties' });
}

const HOLD = sql(
  'test.hold',
  `insert into hold (id, account_id, kind, from_at, why, by_id) values ('hold-1', $1, 'absence', '2036-01-01', 'unreachable', 'x')`,
);
const LIFT = sql('test.lift', `update hold set lifted_at = '2036-01-02'`);
const EPOCH = sql('test.epoch', 'select epoch::int from account where id = $1');
const epochOf = async (id: string) => (await db.query<{ epoch: number }>(EPOCH, [id]))[0]!.epoch;
const readsJournal = (me: Caller) => me.can('read', { type: 'Journal', id: 'org-msp', organisation: 'org-msp', about: 'acts' });
const refusedWith = (code: string) => expect.objectContaining({ code });

describe('granting a role', () => {
  beforeEach(begin);

  it('takes effect at once, with one fact', async () => {
    const given = await grant('acc-admin');
    expect(readsJournal(await callers.forAccount('acc-paul'))).toBe(true);
    expect(await grants.of('acc-paul')).toEqual([given]);
    expect(await factsOf(db, since)).toEqual([
      expect.objectContaining({ what: 'role.granted', on: 'acc-paul', by: 'acc-admin', why: 'new-duties', organisation: 'org-cpts', source: 'CPAM13.10.2',
        details: { grant: given.id, role: 'security-officer', designated: true, from: '2036-03-03T08:00:00.000Z', until: '2037-01-01T00:00:00.000Z' } }),
    ]); // prettier-ignore
  });

  it('begins and ends at its instants, with no job', async () => {
    await grant('acc-admin', { from: new Date('2036-03-10T00:00:00Z'), until: new Date('2036-03-20T00:00:00Z') });
    const at = async (instant: string) => (clock.set(instant), readsJournal(await callers.forAccount('acc-paul')));
    expect([await at('2036-03-09T23:59:59.999Z'), await at('2036-03-10T00:00:00Z')]).toEqual([false, true]);
    expect([await at('2036-03-19T23:59:59.999Z'), await at('2036-03-20T00:00:00Z')]).toEqual([true, false]);
  });

  it('lasts as many full days as the role may, and not an instant more', async () => {
    const last = new Date('2037-03-04T23:00:00Z'); // 366 full days after 3 March 2036 in Paris
    await expect(grant('acc-admin', { role: 'portal-developer', until: new Date(last.getTime() + 1) })).rejects.toEqual(
      refusedWith('grant.too-long'),
    );
    await expect(grant('acc-admin', { role: 'portal-developer', until: last })).resolves.toMatchObject({ until: last });
  });

  it('many times at once gives one grant', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, (_, at) => grant(at % 2 ? 'acc-admin' : 'acc-second')));
    expect(outcomes.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.find((each) => each.status === 'rejected')).toMatchObject({ reason: { code: 'grant.overlaps' } });
    expect(await factsOf(db, since)).toHaveLength(1);
  });

  it('may follow one that ends', async () => {
    const { until } = await grant('acc-admin');
    await expect(grant('acc-admin', { from: until!, until: new Date('2038-01-01T00:00:00Z') })).resolves.toMatchObject({ from: until });
  });
});

describe('granting a role', () => {
  beforeAll(begin);

  it.each([
    ['to oneself', 'acc-admin', { accountId: 'acc-admin' }, 'access.denied'],
    ['in another organisation', 'acc-admin', { organisation: 'org-other' }, 'access.denied'],
    ['in an organisation that does not exist', 'acc-admin', { organisation: 'org-nowhere' }, 'access.denied'],
    ['a role that nobody grants', 'acc-admin', { role: 'member' }, 'access.denied'],
    ['by someone who administers nothing', 'acc-paul', { accountId: 'acc-second' }, 'account.unknown'],
    ['to someone elsewhere', 'acc-admin', { accountId: 'acc-far' }, 'account.unknown'],
    ['to nobody', 'acc-admin', { accountId: 'acc-ghost' }, 'account.unknown'],
    ['that does not exist', 'acc-admin', { role: 'king' }, 'role.unknown'],
    ['where the person does not belong', 'acc-admin', { organisation: 'org-cabinet' }, 'grant.holder-does-not-belong'],
    ['without the end it needs', 'acc-admin', { until: null }, 'grant.end-needed'],
    ['for longer than it may last', 'acc-admin', { until: new Date('2041-01-01T00:00:00Z') }, 'grant.too-long'],
    ['that ends before it begins', 'acc-admin', { until: new Date(NOW) }, 'grant.empty'],
    ['from yesterday', 'acc-admin', { from: new Date('2036-03-01T08:00:00Z') }, 'grant.in-the-past'],
  ] as [string, string, Partial<GrantRequest>, string][])('%s is refused and leaves nothing', async (_what, by, change, code) => {
    await expect(grant(by, change)).rejects.toEqual(refusedWith(code));
    expect(await factsOf(db, since)).toEqual([]);
  }); // prettier-ignore
});

describe('revoking a role', () => {
  beforeEach(begin);

  it('takes effect at once: the row is the truth, the epoch has grown, replicas hear of it', async () => {
    const listener = new Listener(db.url);
    const heard: string[] = [];
    await listener.on('epoch', (id) => heard.push(id));
    const { id } = await grant('acc-admin');
    await revoke('acc-second', id);
    expect(readsJournal(await callers.forAccount('acc-paul'))).toBe(false);
    expect(await epochOf('acc-paul')).toBe(2);
    expect((await factsOf(db, since)).at(-1)).toMatchObject({
      what: 'role.revoked',
      on: 'acc-paul',
      by: 'acc-second',
      why: 'end-of-duties',
      details: { grant: id },
    });
    for (let i = 0; i < 100 && heard.length === 0; i++) await new Promise((resolve) => setTimeout(resolve, 20));
    await listener.close();
    expect(heard).toEqual(['acc-paul']);
  });

  it('is refused to the holder, to the stranger, and the second time', async () => {
    const { id } = await grant('acc-admin');
    await expect(revoke('acc-paul', id)).rejects.toEqual(refusedWith('access.denied'));
    await expect(revoke('acc-far', id)).rejects.toEqual(refusedWith('grant.unknown'));
    await expect(revoke('acc-admin', 'grant-ghost')).rejects.toEqual(refusedWith('grant.unknown'));
    await revoke('acc-admin', id);
    await expect(revoke('acc-admin', id)).rejects.toEqual(refusedWith('grant.already-revoked'));
    expect(await epochOf('acc-paul')).toBe(2);
  });

  it('of an administrator ends what they could grant', async () => {
    await revoke('acc-second', 'grant-acc-admin-0');
    await expect(grant('acc-admin')).rejects.toEqual(refusedWith('account.unknown'));
  });

  it('two administrators revoking one another leave one', async () => {
    const [one, other] = await Promise.all([callers.forAccount('acc-admin'), callers.forAccount('acc-second')]);
    const revoking = new RevokeRole(policy, callers, grants, clock);
    const outcomes = await Promise.allSettled([
      revoking.run(one!, { grantId: 'grant-acc-second-0', why: 'review' }),
      revoking.run(other!, { grantId: 'grant-acc-admin-0', why: 'review' }),
    ]);
    expect(outcomes.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find((each) => each.status === 'rejected')).toMatchObject({ reason: { code: 'grant.unknown' } }); // no longer theirs to see
  });

  it('counts as administrators only those who may act', async () => {
    await seedPerson(db, 'acc-local', ['org-cpts', 'org-msp'], ['site-administrator@org-msp']);
    await expect(revoke('acc-admin', 'grant-acc-local-0')).rejects.toEqual(refusedWith('grant.last-holder'));
    await seedPerson(db, 'acc-away', ['org-cpts', 'org-msp'], ['site-administrator@org-msp']);
    await db.query(HOLD, ['acc-away']);
    await expect(revoke('acc-admin', 'grant-acc-local-0')).rejects.toEqual(refusedWith('grant.last-holder'));
    await db.query(LIFT);
    await expect(revoke('acc-admin', 'grant-acc-local-0')).resolves.toMatchObject({ revokedBy: 'acc-admin' });
  });
});

describe('the organisations of a grant', () => {
  beforeAll(begin);

  it('are the one it was made in and those below, read with it', async () => {
    const holding = (await new PgHoldings(db).read(['acc-admin', 'acc-ghost'])).get('acc-admin')!;
    expect(holding.grants).toEqual([
      { id: 'grant-acc-admin-0', role: 'site-administrator', organisation: 'org-cpts', from: new Date('2020-01-01T00:00:00Z'), until: null,
        below: expect.arrayContaining(['org-cpts', 'org-msp', 'org-cabinet']), above: ['org-cpts'] },
    ]); // prettier-ignore
    expect(await new PgHoldings(db).below(['org-msp', 'org-nowhere'])).toEqual(new Map([['org-msp', ['org-msp']]]));
  });

  it('are those of now, also for a tree read before a structure moved', async () => {
    const holdings = new PgHoldings(db);
    const below = async () => (await holdings.read(['acc-admin'])).get('acc-admin')!.grants[0]!.below;
    expect(await below()).toContain('org-cabinet');
    await db.query(MOVE, ['org-other']);
    expect(await below()).not.toContain('org-cabinet');
    expect((await holdings.below(['org-other'])).get('org-other')).toContain('org-cabinet');
    await db.query(MOVE, ['org-cpts']);
    expect(await below()).toContain('org-cabinet');
  });
});

describe('the professions of a person', () => {
  beforeAll(begin);

  const SEEN = sql(
    'test.seen',
    `insert into identity (id, account_id, upstream, issuer, subject, given_name, family_name, profile, created_at, last_seen_at)
     values ($1, 'acc-paul', $1, $1, $1, 'Paul', 'Petit', $2, now(), $3)`,
  );
  const UNLINK = sql('test.unlink', 'update identity set unlinked_at = now() where id = $1');
  const profile = (...professions: string[]) => ({
    rpps: null,
    exercises: professions.map((profession) => ({ profession, activities: [] })),
  });
  const professions = async () => (await new PgHoldings(db).read(['acc-paul'])).get('acc-paul')!.professions;

  it('are those that the directory told of last, whichever upstream it was; unknown until one does', async () => {
    expect(await professions()).toBeUndefined();
    await db.query(SEEN, ['enrs', profile('10', '60'), '2036-01-01']);
    expect([...(await professions())!].sort()).toEqual(['10', '60']);
    await db.query(SEEN, ['psc', profile(), '2036-02-01']);
    expect(await professions()).toEqual([]);
  });

  it('are no longer those of a way in that was removed', async () => {
    await db.query(UNLINK, ['psc']);
    expect([...(await professions())!].sort()).toEqual(['10', '60']);
    await db.query(UNLINK, ['enrs']);
    expect(await professions()).toBeUndefined();
  });
});

const MOVE = sql('test.move', `update organisation set parent_id = $1 where id = 'org-cabinet'`);
const SUSPEND = sql(
  'test.suspend',
  `insert into hold (id, account_id, kind, from_at, why, by_id) values ('hold-2', $1, 'suspension', '2036-01-01', 'x', 'x')`,
);
const TOUCH = sql('test.touch', 'update account set version = version + 1 where id = $1');

describe('a grant under way', () => {
  beforeEach(begin);

  /** Looks the granter up, then lets `meanwhile` hold their row while the grant waits for it. */
  async function whileWaiting(meanwhile: (tx: Parameters<Parameters<Database['transaction']>[0]>[0]) => Promise<unknown>) {
    const me = await callers.forAccount('acc-admin');
    const granting = new GrantRole(policy, callers, grants, clock);
    let granted!: Promise<unknown>;
    await db.transaction(async (tx) => {
      await tx.query(TOUCH, ['acc-admin']);
      granted = granting.run(me, { accountId: 'acc-paul', role: 'security-officer', organisation: 'org-cpts', until: new Date('2037-01-01T00:00:00Z'), why: 'new-duties' }); // prettier-ignore
      granted.catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 60));
      await meanwhile(tx);
    });
    return granted;
  }

  it('waits for an act on its granter, and is given when that took nothing away', async () => {
    await expect(whileWaiting(async () => undefined)).resolves.toMatchObject({ by: 'acc-admin' });
  });

  it('is not given by someone suspended meanwhile', async () => {
    await expect(whileWaiting((tx) => tx.query(SUSPEND, ['acc-admin']))).rejects.toEqual(refusedWith('account.unknown'));
    expect(await factsOf(db, since)).toEqual([]);
  });

  it('is not given by someone whose own grant was taken back meanwhile', async () => {
    const back = sql('test.take-back', `update role_grant set revoked_at = now(), revoked_by = 'x' where account_id = $1`);
    await expect(whileWaiting((tx) => tx.query(back, ['acc-admin']))).rejects.toEqual(refusedWith('account.unknown'));
    expect(await factsOf(db, since)).toEqual([]);
  });

  it('is foreseen with what the write would find out, and leaves nothing', async () => {
    const granting = new GrantRole(policy, callers, grants, clock);
    const revoking = new RevokeRole(policy, callers, grants, clock);
    const me = await callers.forAccount('acc-admin');
    const request = { accountId: 'acc-paul', role: 'security-officer', organisation: 'org-cpts', until: new Date('2037-01-01T00:00:00Z'), why: 'new-duties' } as const; // prettier-ignore
    await expect(granting.plan(me, request)).resolves.toMatchObject({ next: { account: 'acc-paul' } });
    await granting.run(me, request);
    await expect(granting.plan(me, request)).rejects.toEqual(refusedWith('grant.overlaps'));
    await seedPerson(db, 'acc-local', ['org-cpts', 'org-msp'], ['site-administrator@org-msp']);
    await expect(revoking.plan(me, { grantId: 'grant-acc-local-0', why: 'review' })).rejects.toEqual(refusedWith('grant.last-holder'));
    expect(await factsOf(db, since)).toHaveLength(1);
  });
});
