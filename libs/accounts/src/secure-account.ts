import { newId, type Clock } from '@habilis/kernel';
import { hold, holdsAt, lift, stageAt } from './account.ts';
import { withReceipt } from './pause-own-access.ts';
import type { AccountStore } from './ports.ts';
import { mustBeReason } from './reasons.ts';
import { receiptNumber } from './receipt-number.ts';

export interface Compromise {
  readonly why: string;
  /** What control was proved by, for the journal: `password`, `otp`, `recovery`, `link`, `session`. */
  readonly proof: string;
}

/**
 * Makes an account safe after a loss, a theft or a compromise: nobody goes anywhere with it any more.
 *
 * No right is asked: whoever has proved to control the account may always shut it, even one that is suspended. Only
 * administrators open it again, once they know who they are talking to.
 *
 * @fr mise en sécurité du compte
 * @source CPTS.3
 */
export class SecureAccount {
  constructor(
    private readonly accounts: AccountStore,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the number of the receipt; null when the account was safe already
   * @throws Refusal `account.not-open` (conflict): nobody signs in with it anyway
   */
  async run(accountId: string, { why, proof }: Compromise): Promise<string | null> {
    mustBeReason('loss', why);
    const at = this.clock.now();
    const account = await this.accounts.get(accountId);
    const safe = account.holds.some((each) => each.kind === 'compromise' && holdsAt(each, at));
    if (safe && stageAt(account, at) === 'open') return null;
    const number = receiptNumber('compromise', at);
    const added = { id: newId('hold'), kind: 'compromise', organisation: null, from: at, until: null } as const;
    await this.accounts.commit(withReceipt(hold(account, added, { by: accountId, at, why }), number, { proof }));
    return number;
  }

  /** The person has been recognised again: what a report of loss had shut is open. Safe to repeat. */
  async settle(accountId: string): Promise<void> {
    const at = this.clock.now();
    const account = await this.accounts.get(accountId);
    const found = account.holds.find((each) => each.kind === 'compromise' && each.liftedAt === null && holdsAt(each, at));
    if (found) await this.accounts.commit(lift(account, found.id, { by: 'system:recovery', at, why: 'situation-settled' }));
  }
}
