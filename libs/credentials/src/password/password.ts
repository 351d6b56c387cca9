import { Refusal } from '@habilis/kernel';
import type { Identifier } from '../sign-in/identifier.ts';

/** Longest password, in code points. Longer is refused, never cut: a cut password is a shorter one that nobody chose. */
export const LONGEST_PASSWORD = 128;
/** UTF-16 units beyond which nothing is even counted; four of them hold the longest code point there is, composed. */
const LONGEST_TEXT = LONGEST_PASSWORD * 8;

/**
 * A password as it is hashed: composed and decomposed letters are one, whatever keyboard they come from.
 *
 * @fr mot de passe
 * @throws Refusal `password.too-long` (invalid)
 */
export function plainPassword(typed: string): string {
  if (typed.length > LONGEST_TEXT) throw new Refusal('password.too-long', 'invalid', { longest: LONGEST_PASSWORD });
  const plain = typed.normalize('NFKC');
  if ([...plain].length > LONGEST_PASSWORD) throw new Refusal('password.too-long', 'invalid', { longest: LONGEST_PASSWORD });
  return plain;
}

/** What is kept of a password. */
export interface Hashed {
  /** In the PHC string format; also bcrypt's own, for hashes that came from elsewhere. */
  readonly phc: string;
  /** The pepper it was mixed with, by its name; null for none. */
  readonly pepper: string | null;
}

/** A person's password, as it is kept. */
export interface KeptPassword extends Hashed {
  readonly account: string;
  readonly changedAt: Date;
  /** When it must have been replaced; null for never. */
  readonly mustChangeBy: Date | null;
  /** It is suspected, or was reported lost: it opens nothing. */
  readonly heldSince: Date | null;
}

/** Where passwords are kept, each a hash. */
export abstract class Passwords {
  abstract of(account: string): Promise<KeptPassword | undefined>;

  /**
   * The password behind an identifier, and whether its person knows this browser: one reading, the same for strangers.
   *
   * @param folded as `folded` gives it
   * @param browser the digest of the browser's secret, if it has one
   */
  abstract find(folded: string, browser: string | undefined): Promise<(KeptPassword & { readonly knowsBrowser: boolean }) | undefined>;

  /** The password in force and those before it, the newest first. */
  abstract former(account: string, last: number): Promise<readonly Hashed[]>;

  /**
   * Gives the person of an invitation the password they chose, and uses the link up; of two at once, one.
   *
   * @throws Refusal `link.over` (conflict)
   */
  abstract accept(token: string, chosen: Hashed): Promise<string>;

  /**
   * Gives the person of a reset link the password they chose: uses the link up, ends their other links, sessions and
   * tokens, and leaves their second factors as they are.
   *
   * @throws Refusal `link.over` (conflict)
   */
  abstract reset(token: string, chosen: Hashed): Promise<string>;

  /** Gives someone an identifier and its first password. @throws Refusal `identifier.taken` (conflict) */
  abstract first(identifier: Identifier, chosen: Hashed): Promise<void>;

  /** Replaces a password by its own person; sessions end, but for the one it was done in. */
  abstract change(account: string, chosen: Hashed, order: { why: string; except?: string }): Promise<void>;

  /** Replaces a hash by a stronger one of the same password; nothing has changed for the person. */
  abstract rehash(account: string, from: Hashed, to: Hashed): Promise<void>;
}
