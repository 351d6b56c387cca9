import { z } from 'zod';
import { LEVELS, WORTH, reaches, type Acr, type Proof } from '../sign-in/assurance.ts';
import { works, type Factor, type FactorKind } from './factor.ts';

/** Levels an organisation's file may ask of a role, by short names. */
const ASKED = {
  'two-factor': 'urn:habilis:acr:two-factor',
  'phishing-resistant': 'urn:habilis:acr:phishing-resistant',
} as const satisfies Record<string, Acr>;

/**
 * What an organisation's file asks of whoever holds a role in it or in one of its structures.
 *
 * @fr niveau exigé par une fonction
 */
export const factorSettings = z.strictObject({
  required: z
    .array(
      z.strictObject({
        role: z.string().min(1).describe('As the policy names it'),
        level: z.enum(Object.keys(ASKED) as [keyof typeof ASKED, ...(keyof typeof ASKED)[]]).describe('What they have to prove'),
      }),
    )
    .default([])
    .describe('Levels asked of people because of a role'),
});
export type FactorSettings = z.infer<typeof factorSettings>;

/** A role somebody holds. */
export interface HeldRole {
  readonly role: string;
  readonly organisation: string;
}

/** What is asked of people: levels because of what they may do, a factor because of how they come in. */
export abstract class Requirements {
  /** The highest level asked of a person, wherever it comes from; undefined when nothing is. */
  abstract of(account: string): Promise<Acr | undefined>;

  /**
   * Whether they sign in with an identifier of ours, and so never without a factor that works.
   *
   * Without one, whoever knew the password alone would be led to enrol a factor of their own.
   */
  abstract keepsOne(account: string): Promise<boolean>;
}

/**
 * The level that roles ask of their holder, the hardest to reach when there are several.
 *
 * @param roles each with its community, also when it is held in a structure
 * @param settings by community
 */
export function levelOfRoles(roles: readonly HeldRole[], settings: ReadonlyMap<string, FactorSettings | undefined>): Acr | undefined {
  const asked = roles.flatMap(({ role, organisation }) =>
    (settings.get(organisation)?.required ?? []).filter((each) => each.role === role).map(({ level }) => ASKED[level]),
  );
  return LEVELS.findLast(({ acr }) => (asked as readonly Acr[]).includes(acr))?.acr;
}

/** What a factor lets its holder show, on top of a password or an upstream. */
const SHOWS: Readonly<Record<FactorKind, Proof>> = { totp: 'otp', passkey: 'passkey', recovery: 'recovery' };

/** What everyone has who can sign in at all: removing a factor does not take it away. */
const FIRST: ReadonlySet<Proof> = new Set(['password', 'upstream']);

/** Whether someone could reach a level with these factors. Recovery codes do not count: they are the way out, and run out. */
export function isMet(wanted: Acr, factors: readonly Factor[]): boolean {
  return factors.some((each) => each.kind !== 'recovery' && serves(each, wanted)) || reachesWithout(wanted);
}

/** Whether showing this factor, on top of what everyone has, reaches a level. */
export function serves(factor: Factor, wanted: Acr): boolean {
  const rows = WORTH.filter(({ proofs }) => (proofs as readonly Proof[]).includes(SHOWS[factor.kind]));
  return works(factor) && rows.some(({ acr }) => reaches(acr, wanted));
}

/** Whether one of these would still be asked for at sign-in. Recovery codes do not count here either. */
export const leavesOne = (factors: readonly Factor[]): boolean => factors.some((each) => each.kind !== 'recovery' && works(each));

const reachesWithout = (wanted: Acr): boolean =>
  WORTH.some(({ acr, proofs }) => reaches(acr, wanted) && proofs.every((each) => FIRST.has(each)));
