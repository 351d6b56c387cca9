import type { Caller, Clock } from '@habilis/kernel';
import type { Account, AccountChange } from './account.ts';
import { mustAct, type ActRequest } from './acting.ts';
import { stay } from './membership.ts';
import type { AccountStore } from './ports.ts';
import { mustBeReason } from './reasons.ts';

export interface DepartureCancelled extends ActRequest {
  readonly organisation: string;
}

/**
 * An administrator cancels a departure that was recorded for a day to come: the person stays.
 *
 * Once the day has come the place is over, and only a new request gives it back. What was owed to the world for
 * that day is judged again when it falls due, and finds nothing to tell.
 *
 * @fr annulation d'un départ
 * @source CPAM13.4.3
 */
export class CancelDeparture {
  constructor(
    private readonly accounts: AccountStore,
    private readonly clock: Clock,
  ) {}

  async run(me: Caller, request: DepartureCancelled): Promise<Account> {
    const change = await this.plan(me, request);
    await this.accounts.commit(change);
    return change.next;
  }

  /** What `run` would do, without doing it. @throws Refusal `membership.no-departure` (conflict) when none is to come */
  async plan(me: Caller, { accountId, organisation, why, version }: DepartureCancelled): Promise<AccountChange> {
    const account = await this.accounts.get(accountId);
    mustAct(me, 'depart', account, organisation, version);
    mustBeReason('stay', why);
    return stay(account, organisation, { by: me.id, at: this.clock.now(), why });
  }
}
