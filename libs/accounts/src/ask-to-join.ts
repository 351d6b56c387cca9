import type { Caller, Clock } from '@habilis/kernel';
import type { Account } from './account.ts';
import { targetOf } from './acting.ts';
import { join } from './membership.ts';
import type { AccountStore } from './ports.ts';

/**
 * A person asks for a place in one more organisation, or again in one they left.
 *
 * @fr demande de rattachement
 * @source CGU.acces-direct
 */
export class AskToJoin {
  constructor(
    private readonly accounts: AccountStore,
    private readonly clock: Clock,
  ) {}

  async run(me: Caller, { organisation }: { organisation: string }): Promise<Account> {
    const account = await this.accounts.get(me.id);
    me.must('join', targetOf(account, organisation));
    const change = join(account, organisation, { by: me.id, at: this.clock.now(), why: 'asked-by-person' });
    await this.accounts.commit(change);
    return change.next;
  }
}
