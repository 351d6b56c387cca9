/** What a proof of identity comes to, for the account that is asked for. */
export const VERDICTS = ['concordant', 'unproved', 'discordant'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Someone who has just signed in anew at an upstream, and whose account they say it is. */
export interface Presented {
  readonly upstream: string;
  /** As the upstream names it, at least what its file asks for. */
  readonly level: string;
  /** When they really authenticated there, in ISO 8601. */
  readonly at: string;
  /** As the upstream tells it. */
  readonly name: string;
  /** Who it is, for whoever keeps identities: carried, sealed, and never read here. */
  readonly who: unknown;
}

/**
 * The identity shown for a recovery, as those who decide see it.
 *
 * @fr ré-identification
 */
export interface IdentityProof {
  readonly upstream: string;
  readonly level: string;
  readonly at: Date;
  readonly verdict: Verdict;
  /** Who was there, when it is not, or not surely, the person of the account. */
  readonly name: string | null;
}

export interface Compared {
  readonly verdict: Verdict;
  /** What contradicts the record; null when nothing does. */
  readonly doubt: string | null;
  /** Whose account the identity is known to be, besides; null when it is nobody's here. */
  readonly holder: string | null;
}

/** Compares whoever came back from an upstream with an account. Answered by whoever keeps identities. */
export abstract class IdentityRecords {
  abstract compare(account: string, who: unknown): Promise<Compared>;
}
