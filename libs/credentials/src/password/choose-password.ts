import { Refusal } from '@habilis/kernel';
import type { Breached } from './breached.ts';
import type { Hasher } from './hashing.ts';
import { wordsAbout, type PasswordOwner, type RulesInForce } from './password-owner.ts';
import { plainPassword, type Hashed, type Passwords } from './password.ts';
import type { Workshop } from './workshop.ts';

/**
 * Makes sure of a password that someone chooses, and hashes it.
 *
 * The cheap reasons first; each is said, so that the person can mend it.
 *
 * @fr choix d'un mot de passe
 * @source CNIL.2022-100
 */
export class ChoosePassword {
  constructor(
    private readonly rules: RulesInForce,
    private readonly workshop: Pick<Workshop, 'guesses'>,
    private readonly breached: Breached,
    private readonly passwords: Passwords,
    private readonly hasher: Hasher,
  ) {}

  /**
   * @param replaces the one in force must go, and may not come back at once
   * @throws Refusal `password.too-long`, `.too-short`, `.personal`, `.guessable`, `.breached` or `.used-before` (invalid), `sign-in.busy` (busy)
   */
  async run(owner: PasswordOwner, typed: string, { replaces = false } = {}): Promise<Hashed> {
    const plain = plainPassword(typed);
    const { minimumLength, minimumBits, siteWords, lastRefused } = this.rules.of(owner);
    if ([...plain].length < minimumLength) throw new Refusal('password.too-short', 'invalid', { least: minimumLength });
    const { bits, personal, common } = await this.workshop.guesses(plain, [...wordsAbout(owner), ...siteWords]);
    if (common || (await this.breached.has(plain))) throw new Refusal('password.breached', 'invalid');
    if (bits < minimumBits) throw new Refusal(personal ? 'password.personal' : 'password.guessable', 'invalid');
    await this.mustBeNew(owner.account, plain, replaces ? Math.max(lastRefused, 1) : lastRefused);
    return this.hasher.hash(plain);
  }

  private async mustBeNew(account: string, plain: string, last: number): Promise<void> {
    if (last === 0) return;
    for (const former of await this.passwords.former(account, last)) {
      if (await this.hasher.verify(plain, former)) throw new Refusal('password.used-before', 'invalid', { last });
    }
  }
}
