import type { Change, Fact } from '@habilis/kernel';

/** What a report shuts: everything, or what of one kind the person proves themselves with. */
export const LOST = ['account', 'password', 'totp', 'passkey', 'recovery'] as const;
export type Lost = (typeof LOST)[number];

/** Why it is reported; the same words as for the account's hold. */
export const LOSS_REASONS = ['lost', 'stolen', 'compromised'] as const;
export type LossWhy = (typeof LOSS_REASONS)[number];

/** What shows that whoever reports a loss controls the account. */
export const CONTROLS = ['password', 'otp', 'recovery', 'link', 'session'] as const;
export type Control = (typeof CONTROLS)[number];

/** A report whose author has shown that they control the account. */
export interface ProvedLoss {
  readonly account: string;
  readonly what: Lost;
  readonly why: LossWhy;
  readonly proof: Control;
  /** One factor and not its whole kind; for someone who is signed in and sees them. */
  readonly factor?: string | undefined;
}

/** Means that no longer prove anything. */
export interface HeldMeans {
  readonly account: string;
  readonly kind: Exclude<Lost, 'account'>;
  readonly factor: string | null;
}

/** Where means are held. */
export abstract class MeansHolds {
  /**
   * Holds what of that kind the person has, ends the sign-ins and links under way, and owes the end of sessions: all or nothing.
   *
   * @returns whether there was anything to hold; without, nothing is written
   */
  abstract hold(change: Change<HeldMeans>): Promise<boolean>;
}

/** What of an account lies beyond what its person proves themselves with. */
export abstract class AccountSafety {
  /** Lets nobody go anywhere with the account. @returns the receipt's number, null when it was safe already */
  abstract secure(account: string, about: { readonly why: string; readonly proof: string }): Promise<string | null>;

  /** Ends sessions and tokens wherever they are, and owes portals the news. */
  abstract endEverything(account: string): Promise<void>;
}

/** The fact of means that were reported, with the number its person keeps. */
export function meansHeld({ account, what, why, proof, factor }: ProvedLoss, receipt: string, at: Date): Fact {
  const details = { receipt, kind: what, proof, ...(factor && { factor }) };
  return { what: 'factor.held', on: account, by: account, at, why, source: 'CPTS.3', details };
}
