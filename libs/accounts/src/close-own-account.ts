import { Refusal, type Caller, type Clock } from '@habilis/kernel';
import { placeAt } from './membership.ts';
import { targetOf } from './acting.ts';
import { close } from './membership.ts';
import { withReceipt } from './pause-own-access.ts';
import type { AccountStore } from './ports.ts';
import { mustBeReason } from './reasons.ts';
import { receiptNumber } from './receipt-number.ts';

/** How old a sign-in may be when someone closes their account. */
export const FRESH_MS = 5 * 60_000;

/** What a person keeps as proof that they closed their account. @fr accusé de clôture */
export interface ClosureReceipt {
  /** Unguessable, dated, and in the journal: `CL-2026-11-22-7k3q9d2m`. */
  readonly number: string;
  readonly accountId: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly closedAt: Date;
  /** The organisations whose places ended with it. */
  readonly organisations: readonly string[];
}

/**
 * A person closes their own account: every access ends at once, and a numbered receipt says so.
 *
 * Asks for a fresh sign-in, so that a screen left open closes nobody's account. Data go to the archive later,
 * under the rules of conservation; holds stay on record.
 *
 * @fr clôture du compte
 * @source CGU.cloture
 */
export class CloseOwnAccount {
  constructor(
    private readonly accounts: AccountStore,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal `sign-in.not-fresh` (unauthenticated) when the person signed in more than five minutes ago */
  async run(me: Caller, { why, signedInAt }: { why: string; signedInAt: Date }): Promise<ClosureReceipt> {
    const at = this.clock.now();
    const account = await this.accounts.get(me.id);
    me.must('close', targetOf(account, null));
    mustBeReason('close', why);
    if (at.getTime() - signedInAt.getTime() > FRESH_MS) throw new Refusal('sign-in.not-fresh', 'unauthenticated');
    const number = receiptNumber('closure', at);
    await this.accounts.commit(withReceipt(close(account, { by: me.id, at, why }), number));
    const places = account.memberships.filter((each) => ['active', 'requested'].includes(placeAt(each, at)));
    const { givenName, familyName } = account;
    return { number, accountId: me.id, givenName, familyName, closedAt: at, organisations: places.map((each) => each.organisation) };
  }
}
