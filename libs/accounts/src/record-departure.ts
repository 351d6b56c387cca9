import type { Caller, Clock } from '@habilis/kernel';
import type { Account, AccountChange } from './account.ts';
import { effectiveAt, mustAct, type ActRequest } from './acting.ts';
import { move } from './membership.ts';
import type { AccountStore } from './ports.ts';
import { mustBeReason } from './reasons.ts';

export interface Departure extends ActRequest {
  readonly organisation: string;
  /** The first instant without access: now unless told; a departure still to come may be recorded again. */
  readonly endsAt?: Date | null;
}

/**
 * An administrator records that someone leaves their organisation, now or at an instant to come.
 *
 * From that instant the place is over; when it was the last one, the person has departed and reaches nothing.
 * Both follow from the instant: no job has to run.
 *
 * @fr départ
 * @source CPAM13.4.3
 */
export class RecordDeparture {
  constructor(
    private readonly accounts: AccountStore,
    private readonly clock: Clock,
  ) {}

  async run(me: Caller, request: Departure): Promise<Account> {
    const change = await this.plan(me, request);
    await this.accounts.commit(change);
    return change.next;
  }

  /** What `run` would do, without doing it. */
  async plan(me: Caller, request: Departure): Promise<AccountChange> {
    const { organisation, why } = request;
    const account = await this.accounts.get(request.accountId);
    mustAct(me, 'depart', account, organisation, request.version);
    mustBeReason('departure', why);
    const at = this.clock.now();
    return move(account, organisation, 'end', { by: me.id, at, why }, effectiveAt(request.endsAt, at));
  }
}
