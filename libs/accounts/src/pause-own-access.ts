import { newId, Refusal, type Caller, type Clock } from '@habilis/kernel';
import { hold, type AccountChange } from './account.ts';
import { targetOf } from './acting.ts';
import type { AccountStore } from './ports.ts';
import { mustBeReason } from './reasons.ts';
import { receiptNumber } from './receipt-number.ts';

export interface Pause {
  readonly why: string;
  /** The instant access comes back by itself; null waits for an administrator. */
  readonly until: Date | null;
}

/** Longest pause that ends by itself: beyond, an administrator looks first. */
const LONGEST_MS = 366 * 24 * 3_600_000;

/**
 * A person suspends their own access, at once and everywhere, and keeps the proof of when.
 *
 * What is done in their name after that instant is no longer deemed done by them. Their own pages stay open to a fresh
 * sign-in: that is where the receipt is and where they ask to come back.
 *
 * @fr suspendre mon accès maintenant
 * @source CPAM13.4.1
 */
export class PauseOwnAccess {
  constructor(
    private readonly accounts: AccountStore,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the number of the receipt
   * @throws Refusal `hold.overlaps` (conflict) when it is suspended already, `pause.too-long` (invalid)
   */
  async run(me: Caller, { why, until }: Pause): Promise<string> {
    const at = this.clock.now();
    const account = await this.accounts.get(me.id);
    me.must('pause', targetOf(account, null));
    mustBeReason('pause', why);
    if (until !== null && until.getTime() - at.getTime() > LONGEST_MS) throw new Refusal('pause.too-long', 'invalid');
    const number = receiptNumber('pause', at);
    const change = hold(account, { id: newId('hold'), kind: 'pause', organisation: null, from: at, until }, { by: me.id, at, why });
    await this.accounts.commit(withReceipt(change, number));
    return number;
  }
}

/** The same change, whose fact a person can quote. */
export function withReceipt(change: AccountChange, receipt: string, more: Record<string, unknown> = {}): AccountChange {
  return { ...change, fact: { ...change.fact, details: { ...change.fact.details, ...more, receipt } } };
}
