import { FixedClock } from '@habilis/database/testing';
import type { Caller } from '@habilis/kernel';
import {
  ApproveRequest,
  AskToJoin,
  CancelDeparture,
  CloseOwnAccount,
  LiftHold,
  reach,
  RecordDeparture,
  RefuseRequest,
  SuspendAccess,
  SuspendForAbsence,
  type Account,
} from './index.ts';
import { aCaller, aHold, anAccount, aPlace, MemoryAccounts } from './testing/index.ts';

const ACTIONS = ['read', 'approve', 'refuse', 'suspend', 'lift', 'depart'];
const sophie = aCaller('acc-sophie', { may: ACTIONS, at: ['org-a'] });
const asked = anAccount({ stage: 'requested', memberships: [aPlace({ stage: 'requested' })] });
const held = anAccount({ holds: [aHold({ organisation: 'org-a' })] });
const leaving = anAccount({ memberships: [aPlace({ until: new Date('2026-06-01T00:00:00Z') })] });
const at = { accountId: 'acc-marie', organisation: 'org-a' };

function setup(account: Account = anAccount(), now = '2026-03-02T08:00:00Z') {
  const accounts = new MemoryAccounts(account);
  const clock = new FixedClock(now);
  return { accounts, clock, of: <T>(UseCase: new (accounts: MemoryAccounts, clock: FixedClock) => T) => new UseCase(accounts, clock) };
}
type Setup = ReturnType<typeof setup>;

/** Every act of an administrator, ready to be done. */
// prettier-ignore
const ACTS: Record<string, { on: Account; action: string; run: (s: Setup, me: Caller, patch?: object) => Promise<Account> }> = {
  ApproveRequest:    { on: asked,       action: 'approve', run: (s, me, p) => s.of(ApproveRequest).run(me, { ...at, why: 'identity-verified', ...p }) },
  RefuseRequest:     { on: asked,       action: 'refuse',  run: (s, me, p) => s.of(RefuseRequest).run(me, { ...at, why: 'outside-territory', ...p }) },
  SuspendAccess:     { on: anAccount(), action: 'suspend', run: (s, me, p) => s.of(SuspendAccess).run(me, { ...at, why: 'suspected-misuse', ...p }) },
  SuspendForAbsence: { on: anAccount(), action: 'suspend', run: (s, me, p) => s.of(SuspendForAbsence).run(me, { ...at, why: 'unreachable', firstDay: null, backOn: null, ...p }) },
  LiftHold:          { on: held,        action: 'lift',    run: (s, me, p) => s.of(LiftHold).run(me, { ...at, holdId: 'hold-1', why: 'returned', ...p }) },
  CancelDeparture:   { on: leaving,     action: 'depart',  run: (s, me, p) => s.of(CancelDeparture).run(me, { ...at, why: 'departure-withdrawn', ...p }) },
  RecordDeparture:   { on: anAccount(), action: 'depart',  run: (s, me, p) => s.of(RecordDeparture).run(me, { ...at, why: 'left-structure', ...p }) },
};

describe.each(Object.entries(ACTS))('%s', (_, { on, action, run }) => {
  const refusedTo = async (me: Caller, refusal: object, patch?: object) => {
    const s = setup(on);
    await expect(run(s, me, patch)).rejects.toMatchObject(refusal);
    expect(s.accounts.facts).toEqual([]);
    expect(await s.accounts.get('acc-marie')).toEqual(on);
  };

  it('changes the account and leaves one fact, by who did it, under an article', async () => {
    const s = setup(on);
    const next = await run(s, sophie);
    expect(s.accounts.facts).toEqual([expect.objectContaining({ on: 'acc-marie', by: 'acc-sophie', organisation: 'org-a', source: expect.any(String) })]); // prettier-ignore
    expect(await s.accounts.get('acc-marie')).toMatchObject({ stage: next.stage, version: 2 });
  });

  it('does nothing at all for someone who may only read', () =>
    refusedTo(aCaller('acc-reader', { may: ['read'], at: ['org-a'] }), { code: 'access.denied', kind: 'forbidden' }));

  it('answers someone from elsewhere as if the person did not exist', () =>
    refusedTo(aCaller('acc-far', { may: ACTIONS, at: ['org-b'] }), { code: 'account.unknown', kind: 'unknown' }));

  it('asks the policy also about oneself', () =>
    refusedTo(aCaller('acc-marie', { may: ACTIONS, at: ['org-a'] }), { code: 'access.denied' }));

  it('asks for the right action', () => {
    const may = ACTIONS.filter((each) => each !== action);
    return refusedTo(aCaller('acc-sophie', { may, at: ['org-a'] }), { code: 'access.denied', details: { action } });
  });

  it('takes no reason but those on its list', () =>
    refusedTo(sophie, { code: 'reason.unknown', kind: 'invalid' }, { why: 'congé maternité' }));

  it('refuses an account that has changed since it was seen', () =>
    refusedTo(sophie, { code: 'account.stale', kind: 'conflict' }, { version: 7 }));

  it('says nothing of accounts that do not exist', () => refusedTo(sophie, { code: 'account.unknown' }, { accountId: 'acc-ghost' }));
});

describe('a request', () => {
  it('once approved opens the account and the portals of that organisation', async () => {
    const s = setup(asked);
    const next = await ACTS['ApproveRequest']!.run(s, sophie);
    expect([next.stage, reach(next, s.clock.now(), 'org-a')]).toEqual(['open', 'portals']);
    expect(s.accounts.facts[0]).toMatchObject({ what: 'account.approve', why: 'identity-verified' });
    expect((await s.accounts.get('acc-marie')).epoch).toBe(1);
  });

  it('once refused closes an account that asked for nothing else', async () => {
    const s = setup(asked);
    expect(await ACTS['RefuseRequest']!.run(s, sophie)).toMatchObject({
      stage: 'closed',
      memberships: [{ stage: 'refused', why: 'outside-territory' }],
    });
    expect(s.accounts.facts[0]).toMatchObject({ what: 'account.refuse' });
  });

  it('once refused leaves what was asked for elsewhere', async () => {
    const s = setup({ ...asked, memberships: [...asked.memberships, aPlace({ organisation: 'org-b', stage: 'requested' })] });
    expect(await ACTS['RefuseRequest']!.run(s, sophie)).toMatchObject({
      stage: 'requested',
      memberships: [{ stage: 'refused' }, { stage: 'requested' }],
    });
    expect(s.accounts.facts[0]).toMatchObject({ what: 'membership.refuse' });
  });
});

describe('an absence', () => {
  const away = { firstDay: '2026-03-29', backOn: '2026-04-06' }; // clocks go forward on 29 March
  it('begins and ends at midnight in Paris, with nothing written then', async () => {
    const s = setup(anAccount(), '2026-03-20T10:00:00Z');
    const next = await ACTS['SuspendForAbsence']!.run(s, sophie, away);
    const reached = ['2026-03-28T22:59:59Z', '2026-03-28T23:00:00Z', '2026-04-05T21:59:59Z', '2026-04-05T22:00:00Z'];
    expect(reached.map((t) => reach(next, new Date(t), 'org-a'))).toEqual(['portals', 'nowhere', 'nowhere', 'portals']);
    expect(s.accounts.owed).toEqual([{ account: 'acc-marie', organisation: 'org-a', dueAt: new Date('2026-03-28T23:00:00Z') }]);
  });

  it('beginning today begins now, and never yesterday', async () => {
    const s = setup(anAccount(), '2026-03-20T10:00:00Z');
    const next = await ACTS['SuspendForAbsence']!.run(s, sophie, { firstDay: '2026-03-20' });
    expect(next.holds[0]!.from).toEqual(s.clock.now());
    const yesterday = ACTS['SuspendForAbsence']!.run(setup(anAccount(), '2026-03-20T10:00:00Z'), sophie, { firstDay: '2026-03-19' });
    await expect(yesterday).rejects.toMatchObject({ code: 'act.in-the-past', details: { day: '2026-03-19' } });
  });
});

describe('a hold', () => {
  it('of another organisation is not for this one to lift', async () => {
    const two = anAccount({ memberships: [aPlace(), aPlace({ organisation: 'org-b' })], holds: [aHold({ organisation: 'org-b' })] });
    const act = ACTS['LiftHold']!.run(setup(two), sophie);
    await expect(act).rejects.toMatchObject({ code: 'account.unknown' });
  });

  it('on the whole account is not for one organisation to make or to lift', async () => {
    await expect(ACTS['SuspendAccess']!.run(setup(), sophie, { organisation: null })).rejects.toMatchObject({ code: 'access.denied' });
    const whole = anAccount({ holds: [aHold({ kind: 'restriction' })] });
    await expect(ACTS['LiftHold']!.run(setup(whole), sophie)).rejects.toMatchObject({ code: 'access.denied' });
  });
});

describe('a departure to come', () => {
  it('can be brought forward, and leaves the portals open until it comes', async () => {
    const s = setup();
    const endsAt = new Date('2026-03-31T22:00:00Z');
    await ACTS['RecordDeparture']!.run(s, sophie, { endsAt });
    const next = await ACTS['RecordDeparture']!.run(s, sophie, { endsAt: new Date('2026-03-05T23:00:00Z') });
    expect(next.memberships).toEqual([expect.objectContaining({ stage: 'active', until: new Date('2026-03-05T23:00:00Z') })]);
    expect(reach(next, s.clock.now(), 'org-a')).toBe('portals');
  });
});

describe('closing one’s own account', () => {
  const marie = aCaller('acc-marie', { own: ['close', 'join'] });
  const fresh = new Date('2026-03-02T07:56:00Z');

  it('ends every place and every access at once, with a receipt that the journal holds', async () => {
    const s = setup(
      anAccount({
        memberships: [aPlace(), aPlace({ organisation: 'org-b', stage: 'requested' })],
        holds: [aHold({ kind: 'restriction' })],
      }),
    );
    const receipt = await s.of(CloseOwnAccount).run(marie, { why: 'no-longer-needed', signedInAt: fresh });
    expect(receipt).toMatchObject({
      number: expect.stringMatching(/^CL-2026-03-02-[0-9a-z]{8}$/),
      closedAt: s.clock.now(),
      organisations: ['org-a', 'org-b'],
    });
    const closed = await s.accounts.get('acc-marie');
    expect([closed.stage, reach(closed, s.clock.now()), closed.epoch]).toEqual(['closed', 'nowhere', 2]);
    expect(closed.memberships.map((each) => each.stage)).toEqual(['ended', 'ended']);
    expect(closed.holds).toHaveLength(1);
    expect(s.accounts.facts).toEqual([expect.objectContaining({ what: 'account.close', details: { receipt: receipt.number } })]);
  });

  it('asks for a sign-in of the last five minutes', async () => {
    const s = setup();
    const act = s.of(CloseOwnAccount).run(marie, { why: 'no-longer-needed', signedInAt: new Date('2026-03-02T07:54:59Z') });
    await expect(act).rejects.toMatchObject({ code: 'sign-in.not-fresh', kind: 'unauthenticated' });
    expect(s.accounts.facts).toEqual([]);
  });

  it('leaves asking for one more place to the policy, and to those who hold none there', async () => {
    const s = setup();
    expect(await s.of(AskToJoin).run(marie, { organisation: 'org-b' })).toMatchObject({
      memberships: [{ stage: 'active' }, { stage: 'requested' }],
    });
    await expect(s.of(AskToJoin).run(marie, { organisation: 'org-b' })).rejects.toMatchObject({ code: 'membership.step-not-allowed' });
    await expect(s.of(AskToJoin).run(aCaller('acc-marie'), { organisation: 'org-c' })).rejects.toMatchObject({ code: 'access.denied' });
  });
});
