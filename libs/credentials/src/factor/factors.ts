import type { Change } from '@habilis/kernel';
import type { Factor } from './factor.ts';

/** A factor to keep, with what only its kind has. */
export interface NewFactor extends Factor {
  readonly totp?: { readonly secret: string; readonly step: number };
  readonly passkey?: Passkey;
}

/** The public half of a passkey. */
export interface Passkey {
  readonly credentialId: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: number;
  readonly transports: readonly string[];
}

/** Where factors are kept. */
export abstract class Factors {
  /** Everything a person holds, in the order it came. */
  abstract of(account: string): Promise<readonly Factor[]>;

  /**
   * Keeps a factor and uses up the enrolment it comes from, if any; of two at once, one.
   *
   * @throws Refusal `enrolment.gone` (conflict) when the enrolment is over, `factor.taken` (conflict) for a key on record
   */
  abstract add(change: Change<NewFactor>, enrolment?: string): Promise<void>;

  /** @throws Refusal `factor.unknown` (unknown) */
  abstract rename(change: Change<Factor>): Promise<void>;

  /**
   * Forgets a factor. `others` is what the person was seen to hold besides: when that has changed meanwhile, nothing is done.
   *
   * @throws Refusal `factor.unknown` (unknown), `factor.stale` (conflict)
   */
  abstract remove(change: Change<Factor>, others: readonly string[]): Promise<void>;

  /** Stops a factor from proving anything, and owes the end of every session that may have been opened with it. Safe to repeat. */
  abstract hold(change: Change<Factor>): Promise<void>;
}

/** The seeds of one-time codes. */
export abstract class TotpSeeds {
  /** The seeds of a person's applications that work, opened. */
  abstract of(account: string): Promise<readonly { readonly factor: string; readonly secret: string }[]>;

  /**
   * Takes a time step, once: of two requests with one code, on whatever replicas, one is told true.
   *
   * @returns whether this step, and none later, had not been taken
   */
  abstract take(factor: string, step: number): Promise<boolean>;
}

/** The keys of passkeys. */
export abstract class PasskeyKeys {
  /** The key of a credential, held or not. */
  abstract find(credentialId: string): Promise<{ readonly factor: Factor; readonly passkey: Passkey } | undefined>;

  /** The credentials a person holds, so that one device is not enrolled twice. */
  abstract of(account: string): Promise<readonly Pick<Passkey, 'credentialId' | 'transports'>[]>;

  /**
   * Notes a use, if its counter follows: zero for ever, or always more than before.
   *
   * @returns false when it does not: two devices hold one key
   */
  abstract count(factor: string, counter: number): Promise<boolean>;
}

/** Recovery codes, of which only digests are kept. */
export abstract class RecoveryCodes {
  /** Puts a new sheet in place of whatever was there. */
  abstract replace(change: Change<Factor>, digests: readonly string[]): Promise<void>;

  /** Uses a code up; of two at once, one. @returns how many are left, or undefined when it is none that works */
  abstract spend(account: string, digest: string): Promise<number | undefined>;
}

/** An enrolment begun and not confirmed. */
export interface PendingEnrolment {
  readonly id: string;
  readonly secret: string;
}

/** One-time-code applications being enrolled: ten minutes, one a browser. */
export abstract class Enrolments {
  /** Begins one in place of any other of this browser's. */
  abstract begin(account: string, browser: string, secret: string): Promise<PendingEnrolment>;

  abstract find(account: string, browser: string): Promise<PendingEnrolment | undefined>;
}

/** What a signature is asked for. */
export type ChallengeFor = 'enrol' | 'prove';

/** Random values that passkeys sign: each once, within five minutes, in the browser and for the purpose it was made for. */
export abstract class Challenges {
  /** @param account null when anyone may answer, who will be known by their key */
  abstract give(purpose: ChallengeFor, browser: string, account: string | null): Promise<string>;

  /** Uses one up. @returns undefined when there is no such one for this browser and purpose, or it is over */
  abstract take(challenge: string, purpose: ChallengeFor, browser: string): Promise<{ readonly account: string | null } | undefined>;
}

/** A person as their own devices name them. */
export interface Holder {
  /** `Claire Martin` */
  readonly name: string;
  /** What tells two accounts of one person apart: an e-mail address or an identifier. */
  readonly label: string;
}

/** How people are called on their own devices. */
export abstract class Holders {
  abstract of(account: string): Promise<Holder | undefined>;
}
