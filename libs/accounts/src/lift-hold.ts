import { Refusal, type Caller, type Clock } from '@habilis/kernel';
import { lift, type Account, type AccountChange } from './account.ts';
import { knows, mustAct, type ActRequest } from './acting.ts';
import type { AccountStore } from './ports.ts';
import { mustBeReason } from './reasons.ts';

/**
 * An administrator ends one hold now; the others stay.
 *
 * The right is asked at the organisation the hold is for: nobody lifts what another organisation decided.
 *
 * @fr levée d'une suspension
 * @source CPTS.7
 */
export class LiftHold {
  constructor(
    private readonly accounts: AccountStore,
    private readonly clock: Clock,
  ) {}

  async run(me: Caller, request: ActRequest & { readonly holdId: string }): Promise<Account> {
    const change = await this.plan(me, request);
    await this.accounts.commit(change);
    return change.next;
  }

  /** What `run` would do, without doing it. */
  async plan(me: Caller, request: ActRequest & { readonly holdId: string }): Promise<AccountChange> {
    const { holdId, why } = request;
    const account = await this.accounts.get(request.accountId);
    if (!knows(me, account)) throw new Refusal('account.unknown', 'unknown', { id: account.id });
    const found = account.holds.find((each) => each.id === holdId);
    if (!found) throw new Refusal('hold.unknown', 'unknown', { hold: holdId });
    mustAct(me, 'lift', account, found.organisation, request.version, { hold: found.kind });
    mustBeReason('lift', why);
    return lift(account, holdId, { by: me.id, at: this.clock.now(), why });
  }
}
