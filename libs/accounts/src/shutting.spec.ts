import { FixedClock } from '@habilis/database/testing';
import { AskToReturn, OweRenewal, PauseOwnAccess, reach, SecureAccount, type Account } from './index.ts';
import { aCaller, aHold, anAccount, aPlace, MemoryAccounts } from './testing/index.ts';

const NOW = new Date('2026-03-02T08:00:00Z');
const marie = aCaller('acc-marie', { own: ['pause'] });
const soon = new Date('2026-03-06T23:00:00Z');

function setup(account: Account = anAccount({ memberships: [aPlace()] })) {
  const accounts = new MemoryAccounts(account);
  const clock = new FixedClock(NOW);
  return { accounts, clock, of: <T>(UseCase: new (accounts: MemoryAccounts, clock: FixedClock) => T) => new UseCase(accounts, clock) };
}
const reached = async (accounts: MemoryAccounts, t = NOW) => reach(await accounts.get('acc-marie'), t, 'org-a');

describe('suspending one’s own access', () => {
  it('shuts the portals at once and leaves the own pages, with a numbered fact', async () => {
    const { of, accounts } = setup();
    const number = await of(PauseOwnAccess).run(marie, { why: 'goes-away', until: null });
    expect(number).toMatch(/^SU-2026-03-02-[0-9a-z]{8}$/);
    expect(accounts.facts).toMatchObject([{ what: 'hold.pause', by: 'acc-marie', why: 'goes-away', details: { receipt: number } }]);
    expect([await reached(accounts), accounts.owed]).toEqual(['own-account', [{ account: 'acc-marie', organisation: null, dueAt: NOW }]]);
  });

  it('ends by itself on the day chosen', async () => {
    const { of, accounts } = setup();
    await of(PauseOwnAccess).run(marie, { why: 'goes-away', until: soon });
    expect([await reached(accounts), await reached(accounts, soon)]).toEqual(['own-account', 'portals']);
  });

  it.each([
    ['twice', { account: anAccount({ holds: [aHold({ kind: 'pause' })] }), until: null, code: 'hold.overlaps' }],
    ['until a day that is over', { account: anAccount(), until: new Date('2026-03-01T00:00:00Z'), code: 'hold.empty' }],
    ['for longer than a year without anyone looking', { account: anAccount(), until: new Date('2027-04-01'), code: 'pause.too-long' }],
  ])('is refused %s', async (_, { account, until, code }) => {
    await expect(setup(account).of(PauseOwnAccess).run(marie, { why: 'goes-away', until })).rejects.toThrow(code);
  });

  it('is one’s own to do, and nobody else’s', async () => {
    const { of } = setup(anAccount({ id: 'acc-sophie' }));
    await expect(of(PauseOwnAccess).run(aCaller('acc-sophie'), { why: 'goes-away', until: null })).rejects.toThrow('access.denied');
  });

  it('is not one’s own to undo: a return is asked for', async () => {
    const { of, accounts } = setup(anAccount({ holds: [aHold({ kind: 'pause' })], memberships: [aPlace()] }));
    await of(AskToReturn).run(marie);
    expect([accounts.facts.map(({ what }) => what), await reached(accounts)]).toEqual([['pause.return-asked'], 'own-account']);
    await expect(setup().of(AskToReturn).run(marie)).rejects.toThrow('pause.none');
  });
});

describe('making an account safe', () => {
  it('lets nobody go anywhere, and gives a number', async () => {
    const { of, accounts } = setup();
    const number = await of(SecureAccount).run('acc-marie', { why: 'stolen', proof: 'password' });
    expect(number).toMatch(/^MS-2026-03-02-/);
    expect(await reached(accounts)).toBe('nowhere');
    expect(accounts.facts).toMatchObject([{ what: 'hold.compromise', details: { receipt: number, proof: 'password' } }]);
  });

  it('adds to a suspension, which its end does not lift', async () => {
    const { of, accounts } = setup(anAccount({ holds: [aHold()], memberships: [aPlace()] }));
    await of(SecureAccount).run('acc-marie', { why: 'lost', proof: 'link' });
    expect((await accounts.get('acc-marie')).holds.map(({ kind }) => kind)).toEqual(['suspension', 'compromise']);
  });

  it('is done once, however often it is reported', async () => {
    const { of, accounts } = setup();
    await of(SecureAccount).run('acc-marie', { why: 'lost', proof: 'link' });
    expect(await of(SecureAccount).run('acc-marie', { why: 'lost', proof: 'link' })).toBeNull();
    expect(accounts.facts).toHaveLength(1);
  });
});

describe('owing a renewal', () => {
  const owed = { renewal: 'rnw-1', deadline: soon, by: 'acc-marc', why: 'security-incident' };

  it('shuts the portals at the deadline and not before, with nothing to do then', async () => {
    const { of, accounts } = setup();
    await of(OweRenewal).run('acc-marie', owed);
    const before = new Date(soon.getTime() - 1);
    expect([await reached(accounts, before), await reached(accounts, soon)]).toEqual(['portals', 'own-account']);
  });

  it('ends the moment they renew, before or after the deadline', async () => {
    const { of, accounts, clock } = setup();
    const hold = await of(OweRenewal).run('acc-marie', owed);
    clock.set('2026-03-09T10:00:00Z');
    await of(OweRenewal).settle('acc-marie', hold!);
    await of(OweRenewal).settle('acc-marie', hold!);
    expect([await reached(accounts, clock.now()), accounts.facts.map(({ what }) => what)]).toEqual([
      'portals',
      ['hold.renewal', 'hold.lifted'],
    ]);
  });

  it('is not owed twice, nor by someone who has left', async () => {
    const { of } = setup();
    await of(OweRenewal).run('acc-marie', owed);
    expect(await of(OweRenewal).run('acc-marie', owed)).toBeNull();
    expect(
      await setup(anAccount({ stage: 'closed' }))
        .of(OweRenewal)
        .run('acc-marie', owed),
    ).toBeNull();
  });
});
