import { newId, Refusal, type Clock } from '@habilis/kernel';
import { enrolledAccount } from './opening.ts';
import type { AccountStore } from './ports.ts';

/**
 * Opens an account for someone the operator vouches for: the first administrators, the seeded people.
 *
 * They are recognised by their national identifier at their first arrival. Safe to repeat: someone who is on
 * record already is left as they are.
 *
 * @fr inscription par l'exploitant
 * @source CPAM13.10.2
 */
export class Enrol {
  constructor(
    private readonly accounts: AccountStore,
    private readonly clock: Clock,
  ) {}

  /** @returns the new account's id; null when the person was on record already */
  async run(person: {
    readonly id?: string;
    readonly givenName: string;
    readonly familyName: string;
    readonly email?: string | null;
    readonly nationalId: string;
    readonly organisations: readonly string[];
  }): Promise<string | null> {
    const order = { by: 'system:operator', at: this.clock.now(), why: 'enrolled' };
    const change = enrolledAccount({ ...person, id: person.id ?? newId('acc'), email: person.email ?? null }, order);
    try {
      await this.accounts.create(change, person.nationalId);
      return change.next.id;
    } catch (error) {
      if (error instanceof Refusal && error.code === 'identity.raced') return null;
      throw error;
    }
  }
}
