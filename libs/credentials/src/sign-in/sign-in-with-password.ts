import { Refusal } from '@habilis/kernel';
import type { Hasher } from '../password/hashing.ts';
import { folded } from './identifier.ts';
import { plainPassword, type Hashed, type Passwords } from '../password/password.ts';
import type { Throttle, ThrottleKind } from './throttle.ts';

export interface Attempt {
  readonly identifier: string;
  readonly password: string;
  /** Where it comes from, as limits count it. */
  readonly address: string;
  /** The digest of the browser's secret, if it has one. */
  readonly browser: string | undefined;
}

/** Where guesses that failed are written down. */
export abstract class FailedGuesses {
  /** @param account null for a stranger's: it is written all the same, and takes the same time */
  abstract note(account: string | null, caught: readonly ThrottleKind[]): Promise<void>;
}

/**
 * Tells whose identifier and password these are.
 *
 * Strangers, wrong passwords and held ones get one answer, after the same work: whoever asks learns nothing of who has
 * an account. Guesses are counted before they are checked.
 *
 * @fr connexion par mot de passe
 */
export class SignInWithPassword {
  /** What a stranger's password is compared with: no one's. */
  readonly #nobody: Hashed;

  constructor(
    private readonly passwords: Passwords,
    private readonly hasher: Hasher,
    private readonly throttle: Throttle,
    private readonly failed: FailedGuesses,
  ) {
    this.#nobody = hasher.nobodys();
  }

  /** @throws Refusal `sign-in.refused` (forbidden), `sign-in.slow` or `sign-in.busy` (busy), `password.too-long` (invalid) */
  async run({ identifier, password, address, browser }: Attempt): Promise<{ account: string }> {
    const plain = plainPassword(password);
    const name = folded(identifier.slice(0, 1_000));
    const found = await this.passwords.find(name, browser);
    const knownBrowser = found?.knowsBrowser ? browser : undefined;
    const counted = await this.throttle.password({ identifier: name, address, knownBrowser, password: plain });
    const right = await this.hasher.verify(plain, found ?? this.#nobody);
    if (!found || !right || found.heldSince) {
      await this.failed.note(found?.account ?? null, counted.caught);
      throw new Refusal('sign-in.refused', 'forbidden');
    }
    await counted.forgive();
    if (this.hasher.isOutdated(found)) await this.passwords.rehash(found.account, found, await this.hasher.hash(plain));
    return { account: found.account };
  }
}
