import type { Caller, Clock } from '@habilis/kernel';
import type { Account, AccountChange } from './account.ts';
import { mustAct, type ActRequest } from './acting.ts';
import { turnDown } from './membership.ts';
import type { AccountStore } from './ports.ts';
import { mustBeReason } from './reasons.ts';

/**
 * An administrator turns down a request, with a reason; an account with nothing else asked for is closed by it.
 *
 * The person may ask again, by saying so.
 *
 * @fr refus d'une demande d'accès
 * @source CGU.acces-direct
 */
export class RefuseRequest {
  constructor(
    private readonly accounts: AccountStore,
    private readonly clock: Clock,
  ) {}

  async run(me: Caller, request: ActRequest & { readonly organisation: string }): Promise<Account> {
    const change = await this.plan(me, request);
    await this.accounts.commit(change);
    return change.next;
  }

  /** What `run` would do, without doing it. */
  async plan(me: Caller, request: ActRequest & { readonly organisation: string }): Promise<AccountChange> {
    const { organisation, why } = request;
    const account = await this.accounts.get(request.accountId);
    mustAct(me, 'refuse', account, organisation, request.version);
    mustBeReason('refuse', why);
    return turnDown(account, organisation, { by: me.id, at: this.clock.now(), why });
  }
}
