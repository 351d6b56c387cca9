import { newId, startOfParisDay, type Caller, type Clock } from '@habilis/kernel';
import { hold, type Account, type AccountChange } from './account.ts';
import { effectiveAt, mustAct, type ActRequest } from './acting.ts';
import type { AccountStore } from './ports.ts';
import { mustBeReason } from './reasons.ts';

export interface Absence extends ActRequest {
  readonly organisation: string | null;
  /** The first day away, `YYYY-MM-DD` in Paris; null: from now. */
  readonly firstDay: string | null;
  /** The first day back, `YYYY-MM-DD` in Paris; null: until lifted. */
  readonly backOn: string | null;
}

/**
 * An administrator suspends the access of someone away for long, in whole days of the Paris calendar.
 *
 * It takes effect at midnight by itself, and ends at midnight by itself; nothing else is lifted by coming back.
 *
 * @fr suspension pour absence prolongée
 * @source CPAM13.4.2
 */
export class SuspendForAbsence {
  constructor(
    private readonly accounts: AccountStore,
    private readonly clock: Clock,
  ) {}

  async run(me: Caller, request: Absence): Promise<Account> {
    const change = await this.plan(me, request);
    await this.accounts.commit(change);
    return change.next;
  }

  /** What `run` would do, without doing it. */
  async plan(me: Caller, request: Absence): Promise<AccountChange> {
    const { organisation, why, firstDay, backOn } = request;
    const account = await this.accounts.get(request.accountId);
    mustAct(me, 'suspend', account, organisation, request.version);
    mustBeReason('absence', why);
    const at = this.clock.now();
    const from = effectiveAt(firstDay === null ? null : startOfParisDay(firstDay), at);
    const until = backOn === null ? null : startOfParisDay(backOn);
    return hold(account, { id: newId('hold'), kind: 'absence', organisation, from, until }, { by: me.id, at, why });
  }
}
