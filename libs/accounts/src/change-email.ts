import type { Clock } from '@habilis/kernel';
import { changed } from './account.ts';
import type { AccountStore } from './ports.ts';

/**
 * Writes the address someone is written to, once both addresses have had their say.
 *
 * Safe to repeat: the same address again changes nothing and leaves no fact.
 *
 * @fr changement d'adresse de courriel
 */
export class ChangeEmail {
  constructor(
    private readonly accounts: AccountStore,
    private readonly clock: Clock,
  ) {}

  async run(accountId: string, email: string): Promise<void> {
    const account = await this.accounts.get(accountId);
    if (account.email === email) return;
    const order = { by: accountId, at: this.clock.now(), why: 'asked-by-person' };
    await this.accounts.commit(changed(account, { email }, 'email.changed', order, {}));
  }
}
