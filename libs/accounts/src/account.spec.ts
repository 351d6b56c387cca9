import {
  advance,
  BELONGING,
  hold,
  HOLDS,
  LIFE,
  lift,
  limits,
  move,
  placeAt,
  reach,
  stageAt,
  stay,
  type Stage,
  type Step,
} from './index.ts';
import { aHold, anAccount, anOrder, aPlace } from './testing/index.ts';

const STAGES: Stage[] = ['requested', 'open', 'departed', 'closed', 'archived', 'erased'];
const STEPS: Step[] = ['approve', 'refuse', 'close', 'ask-again', 'archive', 'erase'];
const order = anOrder();
const now = order.at;
const before = new Date(now.getTime() - 1);
const later = new Date('2026-03-06T23:00:00Z');

/** An account read at `stage`; a departed one is open with all places over. */
const at = (stage: Stage) =>
  stage === 'departed' ? anAccount({ memberships: [aPlace({ stage: 'ended', until: before })] }) : anAccount({ stage });

describe('the life of an account', () => {
  for (const from of STAGES)
    for (const step of STEPS) {
      const row = LIFE.find((each) => each.from === from && each.step === step);
      it(row ? `${from} + ${step} -> ${row.to}` : `${from} + ${step} is refused`, () => {
        const act = () => advance(at(from), step, order);
        if (row)
          expect(act()).toMatchObject({ next: { stage: row.to, version: 2 }, fact: { what: `account.${step}`, source: row.source } });
        else expect(act).toThrow('account.step-not-allowed');
      });
    }

  it('ends in erasure, from which nothing leaves', () => {
    expect(LIFE.some((each) => (each.from as Stage) === 'erased')).toBe(false);
  });

  it('narrows at every step but those that open it', () => {
    const narrowing = LIFE.filter((each) => advance(at(each.from), each.step, order).narrows).map((each) => each.step);
    expect([...new Set(narrowing)]).toEqual(['refuse', 'close', 'archive', 'erase']);
  });
});

describe('a departure', () => {
  it.each([
    ['no place at all', [], 'open'],
    ['a place', [aPlace()], 'open'],
    ['a place that ends later', [aPlace({ until: later })], 'open'],
    ['a place whose end has come', [aPlace({ until: now })], 'departed'],
    ['a place that is over', [aPlace({ stage: 'ended', until: before })], 'departed'],
    ['one place over, one not', [aPlace({ stage: 'ended', until: before }), aPlace({ organisation: 'org-b' })], 'open'],
    ['one place over, one asked for', [aPlace({ until: now }), aPlace({ organisation: 'org-b', stage: 'requested' })], 'open'],
    ['one place over, one refused', [aPlace({ until: now }), aPlace({ organisation: 'org-b', stage: 'refused' })], 'departed'],
    ['only a refused place', [aPlace({ stage: 'refused' })], 'open'],
  ])('%s reads as %s', (_, memberships, expected) => {
    expect(stageAt({ stage: 'open', memberships }, now)).toBe(expected);
  });

  it('takes effect at its instant, everywhere, with nothing written then', () => {
    const { next } = move(anAccount(), 'org-a', 'end', order, later);
    const justBefore = new Date(later.getTime() - 1);
    expect([reach(next, justBefore, 'org-a'), reach(next, later, 'org-a'), reach(next, later)]).toEqual(['portals', 'nowhere', 'nowhere']);
  });

  it('owes its telling at its instant', () => {
    expect(move(anAccount(), 'org-a', 'end', order, later).narrows).toEqual({ from: later, organisation: 'org-a' });
  });
});

describe('a place in an organisation', () => {
  for (const from of ['requested', 'active', 'refused', 'ended'] as const)
    for (const step of ['approve', 'refuse', 'withdraw', 'end', 'stay', 'ask-again'] as const) {
      const row = BELONGING.find((each) => each.from === from && each.step === step);
      it(row ? `${from} + ${step} -> ${row.to}` : `${from} + ${step} is refused`, () => {
        const act = () => move(anAccount({ memberships: [aPlace({ stage: from })] }), 'org-a', step, order);
        if (row)
          expect(act()).toMatchObject({ next: { memberships: [{ stage: row.to, why: order.why }] }, fact: { organisation: 'org-a' } });
        else expect(act).toThrow('membership.step-not-allowed');
      });
    }

  it('can be asked for again once its end has come, and not before', () => {
    const leaving = anAccount({ memberships: [aPlace({ until: later })] });
    expect(() => move(leaving, 'org-a', 'ask-again', order)).toThrow('membership.step-not-allowed');
    const { next } = move(leaving, 'org-a', 'ask-again', { ...order, at: later });
    expect(next.memberships[0]).toMatchObject({ stage: 'requested', from: later, until: null });
  });

  it('goes on as it was when a departure to come is cancelled, until the departure has come', () => {
    const leaving = anAccount({ memberships: [aPlace({ from: before, until: later })] });
    const change = stay(leaving, 'org-a', order);
    expect(change).toMatchObject({
      next: { memberships: [{ stage: 'active', from: before, until: null }] },
      fact: { what: 'membership.stay' },
    });
    expect(change.narrows).toBeUndefined();
    expect(() => stay(change.next, 'org-a', order)).toThrow('membership.no-departure');
    expect(() => stay(leaving, 'org-a', { ...order, at: later })).toThrow('membership.step-not-allowed');
  });

  it('is over at its end and not a moment before', () => {
    const place = aPlace({ until: later });
    expect([placeAt(place, new Date(later.getTime() - 1)), placeAt(place, later)]).toEqual(['active', 'ended']);
  });
});

describe('holds', () => {
  const starts = { from: now, until: later };

  it.each([
    [[], 'portals'],
    [['restriction'], 'own-account'],
    [['restriction', 'absence'], 'nowhere'],
    [['suspension'], 'nowhere'],
    [['quarantine'], 'nowhere'],
  ] as const)('%j leave %s', (kinds, expected) => {
    const holds = kinds.map((kind, i) => aHold({ id: `hold-${i}`, kind }));
    expect(reach(anAccount({ holds }), now, 'org-a')).toBe(expected);
  });

  it('are felt from their first instant until their last, both to the millisecond', () => {
    const held = anAccount({ holds: [aHold(starts)] });
    const reached = [before, now, new Date(later.getTime() - 1), later].map((t) => reach(held, t, 'org-a'));
    expect(reached).toEqual(['portals', 'nowhere', 'nowhere', 'portals']);
  });

  it('of one organisation are not felt at another, nor on the own pages', () => {
    const both = anAccount({ memberships: [aPlace(), aPlace({ organisation: 'org-b' })], holds: [aHold({ organisation: 'org-a' })] });
    expect([reach(both, now, 'org-a'), reach(both, now, 'org-b'), reach(both, now)]).toEqual(['nowhere', 'portals', 'portals']);
  });

  it('coming back from absence lifts no restriction', () => {
    const restricted = hold(anAccount(), { id: 'hold-r', kind: 'restriction', organisation: null, from: now, until: null }, order).next;
    const both = hold(restricted, { id: 'hold-a', kind: 'absence', organisation: null, from: now, until: null }, order).next;
    expect(reach(lift(both, 'hold-a', order).next, now, 'org-a')).toBe('own-account');
  });

  it('of one kind and place may follow one another and not overlap', () => {
    const first = hold(anAccount(), { id: 'hold-1', kind: 'absence', organisation: 'org-a', ...starts }, order).next;
    const add = (from: Date, organisation = 'org-a') =>
      hold(first, { id: 'hold-2', kind: 'absence', organisation, from, until: null }, order);
    expect(() => add(new Date(later.getTime() - 1))).toThrow('hold.overlaps');
    expect(add(later).next.holds).toHaveLength(2);
    expect(add(now, 'org-b').next.holds).toHaveLength(2);
  });

  it('are refused when empty, on who is not there, and lifted once', () => {
    const empty = { id: 'hold-1', kind: 'absence', organisation: null, from: now, until: now } as const;
    expect(() => hold(anAccount(), empty, order)).toThrow('hold.empty');
    expect(() => hold(at('departed'), { ...empty, until: null }, order)).toThrow('account.not-open');
    const held = anAccount({ holds: [aHold()] });
    expect(() => lift(held, 'hold-ghost', order)).toThrow('hold.unknown');
    expect(() => lift(lift(held, 'hold-1', order).next, 'hold-1', order)).toThrow('hold.already-lifted');
  });

  it('say why a person is limited', () => {
    const held = anAccount({ stage: 'open', memberships: [], holds: [aHold({ kind: 'restriction', until: later })] });
    expect(limits(held, now, 'org-a')).toEqual([
      { kind: 'hold', hold: 'restriction', until: later, reach: HOLDS.restriction.reach },
      { kind: 'no-membership', organisation: 'org-a', reach: 'own-account' },
    ]);
  });
});
