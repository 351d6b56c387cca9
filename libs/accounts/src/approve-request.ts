import type { Caller, Clock } from '@habilis/kernel';
import type { Account, AccountChange } from './account.ts';
import { mustAct, type ActRequest } from './acting.ts';
import { admit } from './membership.ts';
import type { AccountStore } from './ports.ts';
import { mustBeReason } from './reasons.ts';

/**
 * An administrator gives the place that someone asked for in their organisation; a first one opens the account.
 *
 * @fr validation d'une demande d'accès
 * @source CGU.acces-direct
 */
export class ApproveRequest {
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
    mustAct(me, 'approve', account, organisation, request.version);
    mustBeReason('approve', why);
    return admit(account, organisation, { by: me.id, at: this.clock.now(), why });
  }
}
