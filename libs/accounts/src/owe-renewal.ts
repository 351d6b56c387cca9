import { newId, Refusal, type Clock } from '@habilis/kernel';
import { hold, lift } from './account.ts';
import type { AccountStore } from './ports.ts';

export interface OwedRenewal {
  /** The campaign, for the journal. */
  readonly renewal: string;
  /** From when the portals are shut to those who have not renewed. */
  readonly deadline: Date;
  readonly by: string;
  readonly why: string;
}

/**
 * Someone owes a renewal: their access ends at the deadline, and comes back the moment they renew.
 *
 * Written at the start, over `[deadline, ∞)`: the deadline needs no job to take effect.
 *
 * @fr renouvellement forcé
 * @source CPTSI.2
 */
export class OweRenewal {
  constructor(
    private readonly accounts: AccountStore,
    private readonly clock: Clock,
  ) {}

  /** @returns the hold; null when the account is no longer open, or owes another renewal already */
  async run(accountId: string, { renewal, deadline, by, why }: OwedRenewal): Promise<string | null> {
    const at = this.clock.now();
    const account = await this.accounts.get(accountId);
    const id = newId('hold');
    try {
      const change = hold(account, { id, kind: 'renewal', organisation: null, from: deadline, until: null }, { by, at, why });
      const details = { ...change.fact.details, renewal, deadline: deadline.toISOString() };
      await this.accounts.commit({ ...change, fact: { ...change.fact, details } });
      return id;
    } catch (error) {
      if (error instanceof Refusal && ['account.not-open', 'hold.overlaps'].includes(error.code)) return null;
      throw error;
    }
  }

  /** They have renewed: nothing is owed any more. Safe to repeat. */
  async settle(accountId: string, holdId: string): Promise<void> {
    const at = this.clock.now();
    const account = await this.accounts.get(accountId);
    const found = account.holds.find((each) => each.id === holdId);
    if (!found || found.liftedAt !== null) return;
    await this.accounts.commit(lift(account, holdId, { by: 'system:renewal', at, why: 'renewed' }));
  }
}
