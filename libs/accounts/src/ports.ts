import type { Account, AccountChange } from './account.ts';

/** Where accounts are kept. Every implementation passes `describeAccountStore`. */
export abstract class AccountStore {
  /** @throws Refusal `account.unknown` (unknown) */
  abstract get(id: string): Promise<Account>;

  /**
   * Saves the next state, its fact, the grown epoch and what is owed to the world: all or nothing.
   *
   * @throws Refusal `account.stale` (conflict) when someone else committed first
   */
  abstract commit(change: AccountChange): Promise<void>;
}
