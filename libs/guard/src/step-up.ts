import type { Person } from './tokens.ts';

/** How surely and how recently the person must have been recognised. */
export interface Recognition {
  /** Levels, of which one is enough. */
  readonly acr?: string | readonly string[];
  /** Seconds since they last showed who they are. */
  readonly maxAge?: number;
}

/**
 * The levels Habilis tells, by rank: a level serves whoever asks for its rank or a lower one, `phishing-resistant` itself alone.
 *
 * A level that is not here serves whoever asks for it by its name.
 */
// prettier-ignore
export const RANKS: Readonly<Record<string, number>> = {
  'eidas1': 1, 'urn:habilis:acr:password': 1,
  'eidas2': 2, 'urn:habilis:acr:two-factor': 2, 'urn:habilis:acr:phishing-resistant': 2,
  'eidas3': 3,
};
const BY_NAME_ONLY = 'urn:habilis:acr:phishing-resistant';

/** Whether the person was recognised as surely and as recently as that. What is not known is not enough. */
export function isRecognised(
  { acr, authTime }: Pick<Person, 'acr' | 'authTime'>,
  { acr: wanted, maxAge }: Recognition,
  now: number,
): boolean {
  const levels = levelsOf(wanted);
  const surely = levels.length === 0 || levels.some((each) => serves(acr, each));
  const recently = maxAge === undefined || (authTime !== undefined && now - authTime * 1_000 <= maxAge * 1_000);
  return surely && recently;
}

function serves(reached: string | undefined, wanted: string): boolean {
  if (reached === undefined) return false;
  if (reached === wanted) return true;
  return wanted !== BY_NAME_ONLY && (RANKS[reached] ?? 0) >= (RANKS[wanted] ?? Infinity);
}

/** What the front end must ask for, in the words of RFC 9470: the parameters of its next `/auth`. */
export function parametersOf({ acr, maxAge }: Recognition): Readonly<Record<string, string>> {
  const levels = levelsOf(acr);
  return { ...(levels.length > 0 && { acr_values: levels.join(' ') }), ...(maxAge !== undefined && { max_age: String(maxAge) }) };
}

const levelsOf = (acr: Recognition['acr']): readonly string[] => (acr === undefined ? [] : [acr].flat());
