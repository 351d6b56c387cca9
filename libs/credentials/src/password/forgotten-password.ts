import type { Identifiers } from '../sign-in/identifier.ts';

/** Where requests for a new password are kept until they are answered by mail. */
export abstract class ForgottenPasswords {
  /** Notes the request; null for a stranger's, which costs the same and comes to nothing. */
  abstract note(account: string | null): Promise<void>;
}

/**
 * Someone says they have forgotten their password.
 *
 * The answer is one, and so is the work, whether or not anybody goes by that name: the link is made later, and goes by
 * mail to the address on record.
 *
 * @fr mot de passe oublié
 */
export class AskForNewPassword {
  constructor(
    private readonly identifiers: Identifiers,
    private readonly forgotten: ForgottenPasswords,
  ) {}

  async run(identifier: string): Promise<void> {
    const found = await this.identifiers.find(identifier.slice(0, 1_000));
    await this.forgotten.note(found?.account ?? null);
  }
}
