/**
 * What a person has shown of themselves in one sign-in.
 *
 * `upstream` is whatever an upstream asked of them, or the session that this comes on top of; `passkey` is always with user verification, so it is two factors in one.
 *
 * @fr moyen d'authentification
 */
export const PROOFS = ['upstream', 'password', 'otp', 'recovery', 'passkey'] as const;
export type Proof = (typeof PROOFS)[number];

/**
 * Every level we tell, lowest first; what is not a row here is never told and reaches nothing.
 *
 * An eIDAS level is only ever an upstream's word: we hold no scheme of our own, so what people prove to us is told under
 * our own names. `byNameOnly`: nothing else serves a portal that asks for it, however high, because no level of an
 * upstream says whether a false page could have taken it.
 *
 * @fr niveau d'authentification
 */
// prettier-ignore
export const LEVELS = [
  { acr: 'eidas1',                             rank: 1, byNameOnly: false },
  { acr: 'urn:habilis:acr:password',           rank: 1, byNameOnly: false },
  { acr: 'eidas2',                             rank: 2, byNameOnly: false },
  { acr: 'urn:habilis:acr:two-factor',         rank: 2, byNameOnly: false },
  { acr: 'urn:habilis:acr:phishing-resistant', rank: 2, byNameOnly: true  },
  { acr: 'eidas3',                             rank: 3, byNameOnly: false },
] as const;
export type Acr = (typeof LEVELS)[number]['acr'];

/** The names of the levels, lowest first: what portals may ask for. */
export const ACR = LEVELS.map(({ acr }) => acr) as [Acr, ...Acr[]];

/**
 * What proofs are worth together, best first: the first row whose proofs were all shown.
 *
 * A code alone, of an application or of paper, is worth nothing. `amr` are the words of RFC 8176; a recovery code is an
 * `otp`, being a password that serves once: `kba` means questions about oneself, which nobody is asked here.
 *
 * @source RFC8176
 */
// prettier-ignore
export const WORTH = [
  { proofs: ['passkey'],              acr: 'urn:habilis:acr:phishing-resistant', amr: ['user', 'mfa'] },
  { proofs: ['password', 'otp'],      acr: 'urn:habilis:acr:two-factor',         amr: ['pwd', 'otp', 'mfa'] },
  { proofs: ['password', 'recovery'], acr: 'urn:habilis:acr:two-factor',         amr: ['pwd', 'otp', 'mfa'] },
  { proofs: ['upstream', 'otp'],      acr: 'urn:habilis:acr:two-factor',         amr: ['otp', 'mfa'] },
  { proofs: ['upstream', 'recovery'], acr: 'urn:habilis:acr:two-factor',         amr: ['otp', 'mfa'] },
  { proofs: ['password'],             acr: 'urn:habilis:acr:password',           amr: ['pwd'] },
] as const satisfies readonly { proofs: readonly Proof[]; acr: Acr; amr: readonly string[] }[];

/** What was shown in one sign-in, or in a session and now. */
export interface Shown {
  readonly proofs: readonly Proof[];
  /** What an upstream, or the session this comes on top of, has said already. */
  readonly before?: { readonly acr: string; readonly amr: readonly string[] };
  /** Whether the passkey stays in one device (`hwk`) or is copied between a person's devices (`swk`). */
  readonly deviceBound?: boolean;
}

/** What is told of a sign-in. */
export interface Assurance {
  readonly acr: string;
  readonly amr: readonly string[];
}

/**
 * The level that what was shown is worth; undefined when it is worth nothing.
 *
 * Never lower than before, and an upstream's word of the same height is kept. A passkey is always told: whoever shows one
 * on top of a higher level was asked for it by its name.
 */
export function assuranceOf({ proofs, before, deviceBound = false }: Shown): Assurance | undefined {
  const row = WORTH.find((each) => each.proofs.every((proof) => proofs.includes(proof)));
  if (!row) return before;
  const key = row.acr === 'urn:habilis:acr:phishing-resistant' ? [deviceBound ? 'hwk' : 'swk'] : [];
  const keeps = before !== undefined && key.length === 0 && rankOf(before.acr) >= rankOf(row.acr);
  return { acr: keeps ? before.acr : row.acr, amr: [...new Set([...(before?.amr ?? []), ...key, ...row.amr])] };
}

/** Whether a level reached serves who wants `wanted`; a level nobody knows reaches nothing. */
export function reaches(reached: string | undefined, wanted: Acr): boolean {
  const level = LEVELS.find(({ acr }) => acr === wanted)!;
  return reached === wanted || (!level.byNameOnly && rankOf(reached) >= level.rank);
}

/** Whether a level serves one of those that a request names; a request that names none we know is served by all. */
export function reachesOneOf(reached: string | undefined, values: readonly string[]): boolean {
  const known = ACR.filter((each) => values.includes(each));
  return known.length === 0 || known.some((each) => reaches(reached, each));
}

/** Zero for a level nobody knows. */
const rankOf = (acr: string | undefined): number => LEVELS.find((each) => each.acr === acr)?.rank ?? 0;
