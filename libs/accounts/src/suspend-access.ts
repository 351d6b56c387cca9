import { newId, type Caller, type Clock } from '@habilis/kernel';
import { hold, type Account, type AccountChange } from './account.ts';
import { effectiveAt, mustAct, type ActRequest } from './acting.ts';
import type { AccountStore } from './ports.ts';
import { mustBeReason } from './reasons.ts';

export interface Suspension extends ActRequest {
  /** Null suspends the whole account, which one organisation's administrator may not do. */
  readonly organisation: string | null;
  /** Now unless told. */
  readonly from?: Date | null;
  /** Until lifted unless told. */
  readonly until?: Date | null;
}

/**
 * An administrator suspends someone's access to their organisation's portals, over `[from, until)`.
 *
 * Other organisations and the person's own pages are left alone.
 *
 * @fr suspension temporaire des accès
 * @source CPTS.7
 */
export class SuspendAccess {
  constructor(
    private readonly accounts: AccountStore,
    private readonly clock: Clock,
  ) {}

  async run(me: Caller, request: Suspension): Promise<Account> {
    const change = await this.plan(me, request);
    await this.accounts.commit(change);
    return change.next;
  }

  /** What `run` would do, without doing it. */
  async plan(me: Caller, request: Suspension): Promise<AccountChange> {
    const { organisation, why, until = null } = request;
    const account = await this.accounts.get(request.accountId);
    mustAct(me, 'suspend', account, organisation, request.version);
    mustBeReason('suspend', why);
    const at = this.clock.now();
    const added = { id: newId('hold'), kind: 'suspension', organisation, from: effectiveAt(request.from, at), until } as const;
    return hold(account, added, { by: me.id, at, why });
  }
}
