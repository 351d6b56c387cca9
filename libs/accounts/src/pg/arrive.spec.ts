import { sql, type Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import { freshDatabase } from '@habilis/test/database';
import { emptied } from '@habilis/test/emptied';
import { ApproveRequest, Arrive, CloseOwnAccount, Enrol, RecordDeparture, RefuseRequest, type Arriving } from '../index.ts';
import { aCaller, anActivity, anArrival, anExercise, aProfile } from '../testing/index.ts';
import { PgAccounts } from './pg-accounts.ts';
import { PgIdentities } from './pg-identities.ts';
import { factsOf, seed } from './testing/rows.ts';

const NOW = '2026-03-02T08:00:00Z';
const sophie = aCaller('acc-sophie', { may: ['read', 'approve', 'refuse', 'depart'], at: ['org-a'] });
const enrs: Partial<Arriving> = { upstream: 'enrs', issuer: 'https://enrs.example', subject: '5d0c1f2e-0001' };
const adeli: Partial<Arriving> = { subject: 'f:1:0999300017', nationalId: '0999300017', givenName: 'Gilles', familyName: 'LAMBERT' };
const moved: Partial<Arriving> = { ...adeli, subject: 'f:1:899700000062', nationalId: '899700000062', otherIds: ['0999300017'] };

describe('arriving', () => {
  let db: Database & { url: string };
  let clock: FixedClock;
  let accounts: PgAccounts;
  let arrive: (patch?: Partial<Arriving>) => ReturnType<Arrive['run']>;

  beforeAll(async () => void (db = await freshDatabase()));
  afterAll(() => db.close());
  beforeEach(async () => {
    await emptied(db);
    clock = new FixedClock(NOW);
    accounts = new PgAccounts(db);
    await seed(db, ['org-a', 'org-b'], []);
    const useCase = new Arrive(accounts, new PgIdentities(db), clock);
    arrive = (patch) => useCase.run(anArrival(patch));
  });

  const count = async (table: string) =>
    (await db.query<{ n: number }>(sql(`test.count-${table}`, `select count(*)::int as n from ${table}`)))[0]!.n;
  const whats = async () => (await factsOf(db)).map((each) => each.what);
  const approve = (accountId: string) =>
    new ApproveRequest(accounts, clock).run(sophie, { accountId, organisation: 'org-a', why: 'identity-verified' });
  const opened = async (patch?: Partial<Arriving>) => {
    const { accountId } = await arrive(patch);
    await approve(accountId!);
    return accountId!;
  };

  it('makes a request of someone nobody knows, and waits with them at each arrival', async () => {
    const first = await arrive();
    expect(first).toMatchObject({ outcome: 'requested' });
    const account = await accounts.get(first.accountId!);
    expect(account).toMatchObject({ stage: 'requested', givenName: 'Nadia', memberships: [{ organisation: 'org-a', stage: 'requested' }] });
    expect(await arrive()).toEqual(first);
    expect(await whats()).toEqual(['account.request']);
    expect((await factsOf(db))[0]).toMatchObject({
      on: first.accountId,
      by: first.accountId,
      organisation: 'org-a',
      source: 'CGU.acces-direct',
    });
  });

  it('knows them once approved, and keeps when they came last', async () => {
    const accountId = await opened();
    clock.advance(60_000);
    expect(await arrive()).toEqual({ outcome: 'known', accountId });
    const [row] = await db.query<{ at: Date }>(sql('test.last', 'select last_sign_in_at as at from account where id = $1'), [accountId]);
    expect(row!.at).toEqual(clock.now());
  });

  it.each([
    ['one issuer', [{}, {}, {}, {}, {}, {}]],
    ['two issuers', [{}, enrs, {}, enrs]],
  ])('makes one account of the same person arriving in parallel from %s', async (_, parallel: Partial<Arriving>[]) => {
    const outcomes = await Promise.all(parallel.map((patch) => arrive(patch)));
    expect(new Set(outcomes.map((each) => each.accountId)).size).toBe(1);
    expect(await count('account')).toBe(1);
    expect((await whats()).filter((what) => what === 'account.request')).toHaveLength(1);
  });

  it('recognises someone enrolled by their national identifier, and learns the subject', async () => {
    const person = { id: 'acc-claire', givenName: 'Claire', familyName: 'MOREAU', nationalId: '899700000161', organisations: ['org-a'] };
    expect(await new Enrol(accounts, clock).run(person)).toBe('acc-claire');
    expect(await new Enrol(accounts, clock).run({ ...person, id: 'acc-again' })).toBeNull();
    expect(await arrive()).toEqual({ outcome: 'known', accountId: 'acc-claire' });
    expect(await arrive()).toEqual({ outcome: 'known', accountId: 'acc-claire' });
    expect(await whats()).toEqual(['account.enrol', 'identity.linked']);
  });

  it('knows one person through two upstreams by a verified identifier, and by nothing else', async () => {
    const accountId = await opened({ email: 'nadia@messagerie.example' });
    expect(await arrive(enrs)).toEqual({ outcome: 'known', accountId });
    const sameAddress = { ...enrs, subject: 'someone-else', nationalId: null, familyName: 'PERRIN', email: 'nadia@messagerie.example' };
    expect((await arrive(sameAddress)).accountId).not.toBe(accountId);
  });

  it('follows a profession from ADELI to the RPPS', async () => {
    const accountId = await opened(adeli);
    expect(await arrive(moved)).toEqual({ outcome: 'known', accountId });
    expect(await arrive(moved)).toEqual({ outcome: 'known', accountId });
    expect(await whats()).toEqual(['account.request', 'account.approve', 'identity.moved-to-rpps']);
    const ids = await db.query(sql('test.ids', 'select id, current from national_id order by id'));
    expect(ids).toEqual([{ id: '0999300017', current: false }, { id: '899700000062', current: true }]); // prettier-ignore
  });

  it.each([
    ['a changed subject', { subject: 'f:new' }, 'subject-changed'],
    ['a changed identifier', { nationalId: '899700000179' }, 'national-id-changed'],
    ['a lost identifier', { nationalId: null }, 'national-id-missing'],
    ['a namesake that nothing tells apart', { ...enrs, nationalId: null }, 'namesake'],
  ])('sets aside %s, once, and leaves the account as it is', async (_, patch, doubt) => {
    const accountId = await opened();
    const before = await accounts.get(accountId);
    expect(await arrive(patch)).toEqual({ outcome: 'quarantined', accountId, doubt });
    expect(await arrive(patch)).toEqual({ outcome: 'quarantined', accountId, doubt });
    expect(await whats()).toEqual(['account.request', 'account.approve', 'identity.quarantined']);
    expect([await count('account'), await count('identity'), await count('quarantine')]).toEqual([1, 1, 1]);
    expect(await accounts.get(accountId)).toEqual(before);
    expect(await arrive()).toEqual({ outcome: 'known', accountId });
  });

  it('takes two people of one name for two people when their identifiers differ', async () => {
    const one = await arrive();
    const other = await arrive({ subject: 'f:other', nationalId: '899700000138' });
    expect(other.outcome).toBe('requested');
    expect(other.accountId).not.toBe(one.accountId);
  });

  it('writes down what changed in their situation, in codes', async () => {
    const accountId = await opened();
    const doctor = aProfile(anExercise({ profession: '10', skill: 'SM26', activities: [anActivity({ mode: 'S' })] }));
    await arrive({ profile: doctor });
    await arrive({ profile: doctor });
    const found = (await factsOf(db)).filter((each) => each.what === 'identity.situation-changed');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ on: accountId, details: { changes: [{ what: 'profession', before: ['60/C'], after: ['10/C'] }, { what: 'skill' }, { what: 'activity' }] } }); // prettier-ignore
    expect(JSON.stringify(found[0])).not.toMatch(/MOREAU|HADDAD|Nadia/);
  });

  it('takes over a new name from the upstream that gave the old one, and says only that', async () => {
    const accountId = await opened();
    await arrive({ familyName: 'BENALI' });
    expect(await accounts.get(accountId)).toMatchObject({ familyName: 'BENALI', version: 3 });
    await arrive({ ...enrs, familyName: 'Haddad' });
    await arrive({ ...enrs, familyName: 'Haddad' });
    expect(await accounts.get(accountId)).toMatchObject({ familyName: 'BENALI' });
    const renamed = (await factsOf(db)).filter((each) => each.what === 'account.rename');
    expect(renamed).toHaveLength(1);
    expect(JSON.stringify(renamed)).not.toMatch(/BENALI|HADDAD/);
  });

  it('turns strangers away, lets them in, or lets them choose, as the upstream is configured', async () => {
    expect(await arrive({ provisioning: 'none' })).toEqual({ outcome: 'refused', accountId: null });
    expect([await count('account'), await whats()]).toEqual([0, []]);
    const trusted = await arrive({ provisioning: 'auto' });
    expect(trusted.outcome).toBe('known');
    expect(await accounts.get(trusted.accountId!)).toMatchObject({ stage: 'open', memberships: [{ stage: 'active' }] });
    const own = await arrive({ ...enrs, nationalId: null, familyName: 'PERRIN', organisation: null });
    expect(own.outcome).toBe('requested');
    expect((await accounts.get(own.accountId!)).memberships).toEqual([]);
  });

  it('turns away who was refused, until they ask again', async () => {
    const { accountId } = await arrive();
    await new RefuseRequest(accounts, clock).run(sophie, { accountId: accountId!, organisation: 'org-a', why: 'unknown-to-organisation' });
    expect(await arrive()).toEqual({ outcome: 'ended', accountId, stage: 'closed', mayAskAgain: true });
    expect(await arrive({ asksAgain: true, provisioning: 'none' })).toMatchObject({ outcome: 'ended' });
    expect(await arrive({ asksAgain: true })).toEqual({ outcome: 'requested', accountId });
    expect(await accounts.get(accountId!)).toMatchObject({ stage: 'requested', memberships: [{ stage: 'requested' }] });
    await approve(accountId!);
    expect(await arrive()).toEqual({ outcome: 'known', accountId });
  });

  it('turns away who has departed from the instant of it, and takes them back as a request', async () => {
    const accountId = await opened();
    const endsAt = new Date('2026-03-06T23:00:00Z');
    await new RecordDeparture(accounts, clock).run(sophie, { accountId, organisation: 'org-a', why: 'left-structure', endsAt });
    clock.set('2026-03-06T22:59:59Z');
    expect(await arrive()).toEqual({ outcome: 'known', accountId });
    clock.set(endsAt);
    expect(await arrive()).toEqual({ outcome: 'ended', accountId, stage: 'departed', mayAskAgain: true });
    expect(await arrive({ asksAgain: true, organisation: 'org-b' })).toEqual({ outcome: 'known', accountId });
    const { memberships } = await accounts.get(accountId);
    expect(memberships.map((each) => [each.organisation, each.stage])).toEqual([['org-a', 'active'], ['org-b', 'requested']]); // prettier-ignore
  });

  it('gives nothing back to who closed their account and asks again', async () => {
    const accountId = await opened();
    const self = aCaller(accountId, { own: ['close'] });
    await new CloseOwnAccount(accounts, clock).run(self, { why: 'no-longer-needed', signedInAt: clock.now() });
    expect(await arrive()).toMatchObject({ outcome: 'ended', stage: 'closed' });
    await arrive({ asksAgain: true, organisation: 'org-b' });
    const { stage, memberships } = await accounts.get(accountId);
    expect([stage, ...memberships.map((each) => each.stage)]).toEqual(['requested', 'ended', 'requested']);
  });
});
