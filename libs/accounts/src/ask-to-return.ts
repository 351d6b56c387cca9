import { Refusal, type Caller, type Clock } from '@habilis/kernel';
import { changed, holdsAt } from './account.ts';
import type { AccountStore } from './ports.ts';

/**
 * Someone who suspended their own access asks an administrator to open it again.
 *
 * The person alone may not lift it: whoever sits at their screen could be why they suspended it.
 *
 * @fr demande de retour
 * @source CPAM13.4.1
 */
export class AskToReturn {
  constructor(
    private readonly accounts: AccountStore,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal `pause.none` (conflict) when nothing of the person's own keeps them out */
  async run(me: Caller): Promise<void> {
    const at = this.clock.now();
    const account = await this.accounts.get(me.id);
    const found = account.holds.find((each) => each.kind === 'pause' && holdsAt(each, at));
    if (!found) throw new Refusal('pause.none', 'conflict');
    const order = { by: me.id, at, why: 'comes-back' };
    await this.accounts.commit(changed(account, {}, 'pause.return-asked', order, { source: 'CPAM13.4.1', details: { hold: found.id } }));
  }
}
