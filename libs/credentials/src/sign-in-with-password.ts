import { Refusal } from '@habilis/kernel';
import type { Hasher } from './hashing.ts';
import type { Identifiers } from './identifier.ts';
import { plainPassword, type Hashed, type Passwords } from './password.ts';

export interface Attempt {
  readonly identifier: string;
  readonly password: string;
}

/**
 * Tells whose identifier and password these are.
 *
 * Strangers, wrong passwords and held ones get one answer, after the same work: whoever asks learns nothing of who has
 * an account.
 *
 * @fr connexion par mot de passe
 */
export class SignInWithPassword {
  #nobody: Promise<Hashed> | undefined;

  constructor(
    private readonly identifiers: Identifiers,
    private readonly passwords: Passwords,
    private readonly hasher: Hasher,
  ) {}

  /** @throws Refusal `sign-in.refused` (forbidden), `sign-in.busy` (busy), `password.too-long` (invalid) */
  async run({ identifier, password }: Attempt): Promise<{ account: string }> {
    const plain = plainPassword(password);
    const found = await this.identifiers.find(identifier);
    const kept = found && (await this.passwords.of(found.account));
    const right = await this.hasher.verify(plain, kept ?? (await this.nobody()));
    if (!kept || !right || kept.heldSince) throw new Refusal('sign-in.refused', 'forbidden');
    if (this.hasher.isOutdated(kept)) await this.passwords.rehash(kept.account, kept, await this.hasher.hash(plain));
    return { account: kept.account };
  }

  /** What a stranger's password is compared with: no one's. */
  private nobody(): Promise<Hashed> {
    return (this.#nobody ??= this.hasher.hash(crypto.randomUUID()));
  }
}
