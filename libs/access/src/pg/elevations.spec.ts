import { appendFact, openDatabase, sql } from '@habilis/database';
import { Callers } from '../decision/callers.ts';
import type { Elevation } from '../elevation/elevation.ts';
import { PutOffAllRoles } from '../elevation/put-off-all-roles.ts';
import { PutOffRole } from '../elevation/put-off-role.ts';
import { PutOnRole, type Shown, type Wanted } from '../elevation/put-on-role.ts';
import { ReadElevations } from '../elevation/read-elevations.ts';
import { DecideRoleRequest } from '../grant/decide-role-request.ts';
import { RevokeRole } from '../grant/revoke-role.ts';
import { askerAt } from '../holding.ts';
import { NoMachines } from '../testing/no-machines.ts';
import { PgHoldings } from './pg-holdings.ts';
import { PgPastHoldings } from './pg-past-holdings.ts';
import { aCommunity, clock, policy } from './testing/a-community.ts';

const minutes = (count: number) => clock.advance(count * 60_000);

const here = aCommunity({
  'acc-admin': { at: ['org-cpts'], holds: ['site-administrator@org-cpts'] },
  'acc-officer': { at: ['org-cpts'], holds: ['security-officer@org-cpts'] },
  'acc-marie': { at: ['org-cpts'], holds: ['security-delegate@org-cpts', 'journal-controller@org-cpts'] },
});

const DELEGATE = 'grant-acc-marie-0';
const CONTROLLER = 'grant-acc-marie-1';
const justNow = (): Shown => ({ acr: 'eidas1', at: clock.now() });
const putOn = async (change: Partial<Wanted> = {}, shown = justNow(), by = 'acc-marie') =>
  new PutOnRole(policy, here.grants, clock).run(await here.caller(by), { grant: DELEGATE, minutes: 30, why: 'incident', ...change }, shown);
const putOff = async (id: string, by = 'acc-marie') => new PutOffRole(here.grants, clock).run(await here.caller(by), id);
const answer = async (by: string, id: string) =>
  new DecideRoleRequest(policy, here.callers, here.grants, clock).run(await here.caller(by), id, { agree: true });
const suspends = async (from = here.callers) =>
  (await from.forAccount('acc-marie')).can('suspend', { type: 'Account', id: 'acc-paul', organisation: 'org-msp' });
const readsTraces = async () =>
  (await here.caller('acc-marie')).can('read', { type: 'Journal', id: 'org-cpts', organisation: 'org-cpts', about: 'traces' });
const refusedWith = (code: string) => expect.objectContaining({ code });
const HOLD = sql(
  'test.hold-now',
  `insert into hold (id, account_id, kind, from_at, why, by_id) values ('hold-1', 'acc-marie', 'suspension', $1, 'suspected-misuse', 'x')`,
);
const LIFT = sql('test.lift-now', 'update hold set lifted_at = $1');
const EPOCH = sql('test.epoch', 'select epoch::int from account where id = $1');

describe('a role that is not worn at all times', () => {
  it('gives nothing to whoever merely holds it', async () => {
    expect(await suspends()).toBe(false);
  });

  it('counts from the moment it is put on, and to the instant at which it ends', async () => {
    const worn = (await putOn()) as Elevation;
    expect(await suspends()).toBe(true);
    clock.set(new Date(worn.until.getTime() - 1));
    expect(await suspends()).toBe(true);
    clock.set(worn.until);
    expect(await suspends()).toBe(false);
    expect(await here.facts()).toMatchObject([
      { what: 'role.put-on', on: 'acc-marie', by: 'acc-marie', why: 'incident', details: { role: 'security-delegate' } },
    ]);
  });

  it('counts on another replica at once, and no longer there when it is put off', async () => {
    const other = await openDatabase(here.db.url, { poolSize: 1 });
    const replica = new Callers(policy, new PgHoldings(other), new NoMachines(), clock);
    try {
      const { id } = (await putOn()) as Elevation;
      const [{ epoch }] = (await here.db.query<{ epoch: number }>(EPOCH, ['acc-marie'])) as [{ epoch: number }];
      expect(await suspends(replica)).toBe(true);
      minutes(1);
      await putOff(id);
      expect(await suspends(replica)).toBe(false);
      expect(await here.db.query(EPOCH, ['acc-marie'])).toEqual([{ epoch: epoch + 1 }]);
      await expect(putOff(id)).rejects.toEqual(refusedWith('elevation.over'));
    } finally {
      await other.close();
    }
  });

  it('is not put on with an old proof, nor for longer than the policy allows, nor by whoever does not hold it', async () => {
    await expect(putOn({}, { acr: 'eidas1', at: new Date(clock.now().getTime() - 5 * 60_000) })).rejects.toEqual(
      refusedWith('step-up.needed'),
    );
    await expect(putOn({}, { acr: null, at: clock.now() })).rejects.toEqual(refusedWith('step-up.needed'));
    await expect(putOn({ minutes: 121 })).rejects.toEqual(refusedWith('elevation.too-long'));
    await expect(putOn({}, justNow(), 'acc-admin')).rejects.toEqual(refusedWith('grant.unknown'));
    await expect(putOn({ grant: 'grant-acc-admin-0' }, justNow(), 'acc-admin')).rejects.toEqual(refusedWith('grant.unknown'));
    expect(await suspends()).toBe(false);
  });

  it('is put on once, by two tabs at a time', async () => {
    const both = await Promise.allSettled([putOn(), putOn()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(putOn()).rejects.toEqual(refusedWith('elevation.worn'));
  });

  it('is put off by nobody else', async () => {
    const { id } = (await putOn()) as Elevation;
    await expect(putOff(id, 'acc-admin')).rejects.toEqual(refusedWith('elevation.unknown'));
  });

  it('ends when its person signs out, and not when somebody else does', async () => {
    const signOut = (who: string) =>
      here.db.transaction((tx) => appendFact(tx, { what: 'session.ended', on: who, by: who, at: clock.now(), why: 'signed-out' }));
    await putOn();
    minutes(1);
    await signOut('acc-admin');
    expect(await suspends()).toBe(true);
    const [{ epoch }] = (await here.db.query<{ epoch: number }>(EPOCH, ['acc-marie'])) as [{ epoch: number }];
    await signOut('acc-marie');
    expect(await suspends()).toBe(false);
    await signOut('acc-marie');
    expect(await here.db.query(EPOCH, ['acc-marie'])).toEqual([{ epoch: epoch + 1 }]);
  });

  it('ends with a suspension, and does not come back with it', async () => {
    await putOn();
    minutes(1);
    await here.db.query(HOLD, [clock.now()]);
    expect(await suspends()).toBe(false);
    await expect(putOn()).rejects.toEqual(refusedWith('grant.unknown'));
    minutes(1);
    await here.db.query(LIFT, [clock.now()]);
    expect(await suspends()).toBe(false);
    await putOn();
    expect(await suspends()).toBe(true);
  });

  it('ends with the grant that it is held by', async () => {
    await putOn();
    await new RevokeRole(policy, here.callers, here.grants, clock).run(await here.caller('acc-admin'), {
      grantId: DELEGATE,
      why: 'end-of-duties',
    });
    expect(await suspends()).toBe(false);
  });

  it('is known afterwards to have been worn then, and not before or since', async () => {
    const worn = (await putOn()) as Elevation;
    const past = new PgPastHoldings(here.db);
    const roles = async (at: Date) =>
      askerAt((await past.readAt(['acc-marie'], at)).get('acc-marie')!, policy.implied, at).roles.map(({ role }) => role);
    clock.set(worn.until);
    expect(await roles(worn.from)).toContain('security-delegate');
    expect(await roles(new Date(worn.from.getTime() - 1))).not.toContain('security-delegate');
    expect(await roles(worn.until)).not.toContain('security-delegate');
  });
});

describe('a session', () => {
  const begin = () => new PutOffAllRoles(here.grants, clock).run('acc-marie', 'session-began');

  it('begins with nothing put on, and says so once', async () => {
    await putOn();
    minutes(5);
    expect(await begin()).toBe(1);
    expect(await suspends()).toBe(false);
    expect(await begin()).toBe(0);
    expect((await here.facts()).slice(1)).toMatchObject([{ what: 'role.put-off', by: 'acc-marie', why: 'session-began' }]);
  });

  it('puts nothing off that is over by itself', async () => {
    await putOn();
    minutes(30);
    expect(await begin()).toBe(0);
  });
});

describe('a role that somebody agrees to each time', () => {
  const wanted = { grant: CONTROLLER, why: 'control' } as const;
  const ask = async () => ((await putOn(wanted)) as { id: string }).id;

  it('is put on once the officer agrees, for the minutes that were asked', async () => {
    const request = await ask();
    expect(request).toMatch(/^req-/);
    expect(await readsTraces()).toBe(false);
    await expect(putOn(wanted)).rejects.toEqual(refusedWith('role-request.waiting'));
    minutes(10);
    await answer('acc-officer', request);
    expect(await readsTraces()).toBe(false);
    expect(await new ReadElevations(policy, here.grants, clock).of('acc-marie')).toMatchObject([
      { role: 'journal-controller', request: { id: request, state: 'agreed' }, worn: null },
      { role: 'security-delegate', request: null },
    ]);
    const worn = (await putOn({ ...wanted, minutes: 60 })) as Elevation;
    expect(worn.until.getTime() - worn.from.getTime()).toBe(30 * 60_000);
    expect(await readsTraces()).toBe(true);
    expect((await here.facts()).map(({ what }) => what)).toEqual(['role-request.asked', 'role-request.granted', 'role.put-on']);
  });

  it('is agreed to by the officer alone, and not by whoever asks', async () => {
    const request = await ask();
    await expect(answer('acc-admin', request)).rejects.toEqual(refusedWith('access.denied'));
    await expect(answer('acc-marie', request)).rejects.toEqual(refusedWith('access.denied'));
  });

  it('is asked for again when the agreement has served, or was left for an hour', async () => {
    await answer('acc-officer', await ask());
    const { id } = (await putOn(wanted)) as Elevation;
    minutes(1);
    await putOff(id);
    const again = await ask();
    minutes(1);
    await answer('acc-officer', again);
    minutes(60);
    expect(await ask()).toMatch(/^req-/);
    expect(await readsTraces()).toBe(false);
  });

  it('is not agreed to any more after four hours', async () => {
    const request = await ask();
    minutes(240);
    await expect(answer('acc-officer', request)).rejects.toEqual(refusedWith('role-request.closed'));
  });
});
