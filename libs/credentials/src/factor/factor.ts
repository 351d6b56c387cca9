import { Refusal } from '@habilis/kernel';

/**
 * What a person may hold besides a password. A sheet of recovery codes is one factor, however many codes are left.
 *
 * @fr moyen de connexion : application de codes, clé d'accès, codes de secours
 */
export const FACTOR_KINDS = ['totp', 'passkey', 'recovery'] as const;
export type FactorKind = (typeof FACTOR_KINDS)[number];

/** Why a factor no longer works although its person has not removed it. */
export type HeldWhy = 'cloned' | 'lost' | 'stolen' | 'compromised';

/**
 * Something a person holds and proves themselves with; nothing secret is on it.
 *
 * A held factor works no more and is not forgotten either: its person sees why, and removes it.
 */
export interface Factor {
  readonly id: string;
  readonly account: string;
  readonly kind: FactorKind;
  /** As the person calls it. */
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly held: { readonly since: Date; readonly why: HeldWhy } | null;
  /** Passkeys: whether the key stays in its device. */
  readonly deviceBound?: boolean;
  /** Recovery codes: how many are left. */
  readonly left?: number;
}

/** Most factors of one kind a person may hold: a lost count is a lost key. */
export const MOST_OF_A_KIND = 10;

/** Longest name a person may give, in characters. */
export const LONGEST_NAME = 60;

/** Whether it proves anything now. */
export const works = ({ held, left }: Factor): boolean => held === null && left !== 0;

/**
 * The factors that work, the one last used first; recovery codes last, being the way out and not the way in.
 */
export function offered(factors: readonly Factor[]): readonly Factor[] {
  const when = ({ lastUsedAt, createdAt, kind }: Factor) => (kind === 'recovery' ? 0 : (lastUsedAt ?? createdAt).getTime());
  return factors.filter(works).sort((a, b) => when(b) - when(a));
}

/** A name as it is kept. @throws Refusal `factor.name` (invalid) */
export function factorName(given: string): string {
  const name = given.normalize('NFC').replace(/\s+/gu, ' ').trim();
  if (name.length === 0 || name.length > LONGEST_NAME || /\p{Cc}/u.test(name)) throw new Refusal('factor.name', 'invalid');
  return name;
}
