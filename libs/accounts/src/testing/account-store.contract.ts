/// <reference types="jest" />
import type { Fact } from '@habilis/kernel';
import { advance, hold, lift, type Account } from '../account.ts';
import { admit } from '../membership.ts';
import type { AccountStore } from '../ports.ts';
import { aHold, anAccount, anOrder, aPlace } from './builders.ts';

/** A store under test, with `org-a` and `org-b` on file, and a look at what it left behind. */
export interface AccountStoreSubject {
  readonly store: AccountStore;
  facts(): Promise<readonly Fact[]>;
  owed(): Promise<readonly { account: string; organisation: string | null; dueAt: Date }[]>;
}

const order = anOrder();
const later = new Date('2026-03-09T23:00:00Z');
const absence = (from: Date) => ({ id: 'hold-absence', kind: 'absence', organisation: 'org-a', from, until: null }) as const;

/** What every AccountStore promises, whatever it is made of. */
export function describeAccountStore(name: string, open: (...seed: Account[]) => Promise<AccountStoreSubject>): void {
  describe(`${name} keeps accounts`, () => {
    it('gives back what was committed, to the instant', async () => {
      const { store } = await open(anAccount({ memberships: [aPlace(), aPlace({ organisation: 'org-b', stage: 'requested' })] }));
      await store.commit(hold(await store.get('acc-marie'), absence(later), order));
      const kept = await store.get('acc-marie');
      expect(kept.version).toBe(2);
      expect(kept.holds).toEqual([{ ...absence(later), by: 'acc-admin', why: 'declared-by-person', liftedAt: null }]);
      expect(kept.memberships.map((each) => [each.organisation, each.stage])).toEqual([['org-a', 'active'], ['org-b', 'requested']]); // prettier-ignore
    });

    it('writes the fact with the state', async () => {
      const { store, facts } = await open(anAccount());
      const change = hold(await store.get('acc-marie'), absence(order.at), order);
      await store.commit(change);
      expect(await facts()).toEqual([change.fact]);
    });

    it('grows the epoch and owes the telling, from when and for whom less is allowed', async () => {
      const { store, owed } = await open(anAccount());
      await store.commit(hold(await store.get('acc-marie'), absence(later), order));
      expect((await store.get('acc-marie')).epoch).toBe(2);
      expect(await owed()).toEqual([{ account: 'acc-marie', organisation: 'org-a', dueAt: later }]);
    });

    it('leaves the epoch and the world alone when nothing narrows', async () => {
      const { store, owed } = await open(anAccount({ holds: [aHold()] }));
      await store.commit(lift(await store.get('acc-marie'), 'hold-1', order));
      const kept = await store.get('acc-marie');
      expect([kept.epoch, kept.version, kept.holds[0]!.liftedAt]).toEqual([1, 2, order.at]);
      expect(await owed()).toEqual([]);
    });

    it('refuses the second of two changes made from the same version, and writes nothing of it', async () => {
      const { store, facts, owed } = await open(anAccount());
      const seen = await store.get('acc-marie');
      await store.commit(hold(seen, absence(order.at), order));
      await expect(store.commit(advance(seen, 'close', order))).rejects.toMatchObject({ code: 'account.stale', kind: 'conflict' });
      expect(await store.get('acc-marie')).toMatchObject({ stage: 'open', version: 2, epoch: 2 });
      expect([(await facts()).length, (await owed()).length]).toEqual([1, 1]);
    });

    it('lets one of two administrators win when both act at once', async () => {
      const { store, facts } = await open(anAccount());
      const seen = await store.get('acc-marie');
      const acts = [hold(seen, absence(order.at), order), advance(seen, 'close', order)];
      const outcomes = await Promise.allSettled(acts.map((each) => store.commit(each)));
      expect(outcomes.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(outcomes.find((each) => each.status === 'rejected')).toMatchObject({ reason: { code: 'account.stale' } });
      expect(await facts()).toHaveLength(1);
    });

    it('says which account is unknown', async () => {
      const { store } = await open();
      await expect(store.get('acc-ghost')).rejects.toMatchObject({
        code: 'account.unknown',
        kind: 'unknown',
        details: { id: 'acc-ghost' },
      });
    });

    it('makes an account once, and once for one national identifier', async () => {
      const { store, facts } = await open();
      const asked = anAccount({ stage: 'requested', memberships: [aPlace({ stage: 'requested' })] });
      const fact: Fact = { what: 'account.request', on: asked.id, by: asked.id, at: order.at, why: 'first-arrival' };
      await store.create({ next: asked, fact }, '899700000161');
      const twin = { ...asked, id: 'acc-twin' };
      await expect(store.create({ next: asked, fact })).rejects.toMatchObject({ code: 'identity.raced' });
      await expect(store.create({ next: twin, fact }, '899700000161')).rejects.toMatchObject({ code: 'identity.raced' });
      await expect(store.get('acc-twin')).rejects.toMatchObject({ code: 'account.unknown' });
      await store.commit(admit(await store.get('acc-marie'), 'org-a', order));
      expect(await store.get('acc-marie')).toMatchObject({ stage: 'open', memberships: [{ stage: 'active', from: order.at }] });
      expect(await facts()).toHaveLength(2);
    });
  });
}
