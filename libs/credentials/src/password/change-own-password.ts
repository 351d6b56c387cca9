import { Refusal, type Clock } from '@habilis/kernel';
import type { Factors } from '../factor/factors.ts';
import type { Identifiers } from '../sign-in/identifier.ts';
import type { SignInWithPassword } from '../sign-in/sign-in-with-password.ts';
import { levelToTouch, mustBeFresh, type Proven } from '../sign-in/step-up.ts';
import type { ChoosePassword } from './choose-password.ts';
import type { PasswordOwners } from './password-owner.ts';
import type { Passwords } from './password.ts';

/** A change as it was typed, and where. */
export interface PasswordOrder {
  /** The one in force; not looked at when there is none that works. */
  readonly current: string;
  readonly chosen: string;
  /** Where it comes from, as limits count it. */
  readonly address: string;
  /** The digest of the browser's secret, if it has one. */
  readonly browser: string | undefined;
  /** The provider's session it is done in, which goes on. */
  readonly session: string | undefined;
}

interface Parts {
  readonly passwords: Passwords;
  readonly owners: PasswordOwners;
  readonly identifiers: Identifiers;
  readonly factors: Pick<Factors, 'of'>;
  readonly signIn: Pick<SignInWithPassword, 'run'>;
  readonly choose: ChoosePassword;
}

/**
 * Replaces one's own password, signed in: a recent proof, the password in force, and every other session ends.
 *
 * Tries at the password in force are counted with those of sign-ins: a session left open is no place to guess it.
 *
 * @fr changement de mot de passe
 * @source CNIL.2022-100
 */
export class ChangeOwnPassword {
  constructor(
    private readonly parts: Parts,
    private readonly clock: Clock,
  ) {}

  /** What this person's password is, now that they may change it. @throws Refusal `step-up.needed` (unauthenticated), `password.no-identifier` (conflict) */
  async begin(proven: Proven) {
    const { passwords, owners, identifiers, factors } = this.parts;
    const { account } = proven;
    mustBeFresh(proven, this.clock.now(), levelToTouch(await factors.of(account)));
    const [owner, identifier, kept] = await Promise.all([owners.of(account), identifiers.of(account), passwords.of(account)]);
    if (!owner || !identifier) throw new Refusal('password.no-identifier', 'conflict');
    return {
      owner,
      identifier: identifier.written,
      asksCurrent: kept !== undefined && kept.heldSince === null,
      replaces: kept !== undefined,
    };
  }

  /**
   * @throws Refusal `step-up.needed` (unauthenticated), `password.no-identifier` (conflict), `password.wrong` (invalid), those of
   *   `ChoosePassword`, and `sign-in.slow` (busy)
   */
  async run(proven: Proven, order: PasswordOrder): Promise<void> {
    const { owner, identifier, asksCurrent, replaces } = await this.begin(proven);
    if (asksCurrent) await this.mustKnow(identifier, order);
    const chosen = await this.parts.choose.run(owner, order.chosen, { replaces });
    await this.parts.passwords.change(proven.account, chosen, {
      why: 'asked-by-person',
      ...(order.session !== undefined && { except: order.session }),
    });
  }

  private async mustKnow(identifier: string, { current, address, browser }: PasswordOrder): Promise<void> {
    try {
      await this.parts.signIn.run({ identifier, password: current, address, browser });
    } catch (error) {
      if (!(error instanceof Refusal) || !WRONG.has(error.code)) throw error;
      throw new Refusal('password.wrong', 'invalid');
    }
  }
}

/** A password too long to be anyone's is a wrong one. */
const WRONG: ReadonlySet<string> = new Set(['sign-in.refused', 'password.too-long']);
