import { works } from '../factor/factor.ts';
import type { Factors } from '../factor/factors.ts';
import { leavesOne } from '../factor/required-factors.ts';
import type { Passwords } from '../password/password.ts';
import type { Identifiers } from './identifier.ts';

/**
 * Reads whether someone comes in with what they hold here alone: a passkey that works, or an identifier with its password
 * and a factor. Recovery codes do not count: they are the way out, and run out.
 */
export class ReadLocalWays {
  constructor(
    private readonly identifiers: Pick<Identifiers, 'of'>,
    private readonly passwords: Pick<Passwords, 'of'>,
    private readonly factors: Pick<Factors, 'of'>,
  ) {}

  async opens(account: string): Promise<boolean> {
    const [identifier, password, factors] = await Promise.all([
      this.identifiers.of(account),
      this.passwords.of(account),
      this.factors.of(account),
    ]);
    const passkey = factors.some((each) => each.kind === 'passkey' && works(each));
    return passkey || (identifier !== undefined && password !== undefined && password.heldSince === null && leavesOne(factors));
  }
}
