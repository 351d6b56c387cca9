import { Refusal } from '@habilis/kernel';

/** Longest identifier, in code points: an e-mail address fits. */
const LONGEST = 254;
const SHAPE = /^[\p{L}\p{N}][\p{L}\p{N}._@+'-]*$/u;

/**
 * The name a person types to sign in without an upstream: theirs for good, never anyone else's.
 *
 * @fr identifiant
 */
export interface Identifier {
  readonly account: string;
  /** As it was given. */
  readonly written: string;
  /** As it is looked for; unique. */
  readonly folded: string;
}

/**
 * What an identifier is looked for by: composed and decomposed letters, wide forms and capitals are one name.
 *
 * Never throws: whoever types nonsense at the door gets the answer of a stranger.
 */
export function folded(written: string): string {
  return written.normalize('NFKC').trim().toLowerCase().normalize('NFKC');
}

/** An identifier as it may be given to someone. @throws Refusal `identifier.shape` (invalid) */
export function identifierOf(account: string, written: string): Identifier {
  const plain = written.normalize('NFKC').trim();
  if (plain.length < 3 || [...plain].length > LONGEST || !SHAPE.test(plain)) throw new Refusal('identifier.shape', 'invalid');
  return { account, written: plain, folded: folded(plain) };
}

/** Whose identifier is whose. */
export abstract class Identifiers {
  abstract find(written: string): Promise<Identifier | undefined>;
  abstract of(account: string): Promise<Identifier | undefined>;
}
