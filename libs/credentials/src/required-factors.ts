import { WORTH, reaches, type Acr, type Proof } from './assurance.ts';
import { works, type Factor, type FactorKind } from './factor.ts';

/** What a person must be able to prove, and because of what. */
export interface Required {
  /** The highest level asked of them; undefined when nothing is. */
  readonly required: Acr | undefined;
}

/**
 * Levels asked of people because of what they may do: a role in an organisation that its file names.
 *
 * @fr niveau exigé par un rôle
 */
export abstract class Requirements {
  /** @param organisation only what is asked there; everywhere when absent */
  abstract of(account: string, organisation?: string): Promise<Required>;
}

/** What a factor lets its holder show, on top of a password or an upstream. */
const SHOWS: Readonly<Record<FactorKind, Proof>> = { totp: 'otp', passkey: 'passkey', recovery: 'recovery' };

/**
 * Whether someone could reach a level with these factors. Recovery codes do not count: they are the way out, and run out.
 */
export function isMet(wanted: Acr, factors: readonly Factor[]): boolean {
  const proofs = new Set<Proof>(factors.filter((each) => works(each) && each.kind !== 'recovery').map(({ kind }) => SHOWS[kind]));
  return WORTH.some((row) => reaches(row.acr, wanted) && row.proofs.every((proof) => proofs.has(proof) || FIRST.has(proof)));
}

/** What everyone has who can sign in at all: removing a factor does not take it away. */
const FIRST: ReadonlySet<Proof> = new Set(['password', 'upstream']);
