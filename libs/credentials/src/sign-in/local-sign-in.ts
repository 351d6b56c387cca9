import type { Acr, Assurance, Proof } from './assurance.ts';

/** Minutes a local sign-in may take from its first page to its last proof. */
export const SIGN_IN_MINUTES = 10;

/**
 * What someone is proving themselves for.
 *
 * `sign-in`: nobody is known yet. `second-factor`: the session's person, for a higher level. `step-up`: the session's
 * person again, recently enough for a sensitive act. `enrolment`: the person of an invitation, who has proved nothing yet
 * and chooses a means that is enough by itself.
 */
export const PURPOSES = ['sign-in', 'second-factor', 'step-up', 'enrolment'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** One proof of a sign-in, and when it was given. */
export interface Proved {
  readonly proof: Proof;
  readonly at: Date;
  /** What an upstream, or the session this comes on top of, has said already. */
  readonly before?: Assurance;
  /** Of a passkey: whether it stays in its device. */
  readonly deviceBound?: boolean;
}

/** What there is to keep of a proof besides that it was given. */
export type ProofDetails = Pick<Proved, 'deviceBound'>;

/**
 * Someone proving who they are to us, at our own pages.
 *
 * Until a first proof holds, `account` is null, whatever identifier was typed: nothing may be told by it.
 *
 * @fr connexion par identifiant Habilis
 */
export interface LocalSignIn {
  readonly id: string;
  /** The provider's sign-in it is for. */
  readonly interaction: string;
  readonly purpose: Purpose;
  readonly account: string | null;
  readonly proofs: readonly Proved[];
  readonly expiresAt: Date;
}

/** What must be known of a person to say whether their proofs suffice; each is looked up when it decides. */
export interface Prover {
  /** They hold a second factor that works: it is asked for. */
  hasSecondFactor(): Promise<boolean>;
  /** Their organisation lets them in with a password alone, in writing and until a date. */
  passwordAlone(): Promise<boolean>;
  /** Their password must be replaced before they go on. */
  mustChangePassword(): Promise<boolean>;
}

/** What a sign-in still lacks, in the order in which it is asked for. */
export type Lack = 'first-proof' | 'second-factor' | 'enrolment' | 'new-password';

/** Proofs that are good by themselves. */
const WHOLE: ReadonlySet<Proof> = new Set(['passkey']);
/** Proofs that make a first one whole. */
const SECOND: ReadonlySet<Proof> = new Set(['otp', 'recovery', 'passkey']);

/**
 * The next thing a sign-in needs before it may arrive; undefined when it is whole.
 *
 * A password alone never arrives unless the organisation's exception says so; someone who has no second factor yet is
 * led to enrol one first. A password is replaced last: by the person, all of them, and nobody who only found it.
 */
export async function lackOf(
  { purpose, proofs, account }: Pick<LocalSignIn, 'purpose' | 'proofs' | 'account'>,
  proverOf: (account: string) => Prover,
): Promise<Lack | undefined> {
  const given = proofs.map(({ proof }) => proof);
  if (purpose === 'enrolment' && given.length === 0) return 'enrolment';
  if (account === null || given.length === 0) return 'first-proof';
  const prover = proverOf(account);
  const whole = given.some((each) => WHOLE.has(each)) || given.some((each, at) => at > 0 && SECOND.has(each));
  if (!whole && (await prover.hasSecondFactor())) return 'second-factor';
  if (!whole && !(await prover.passwordAlone())) return 'enrolment';
  return given.includes('password') && (await prover.mustChangePassword()) ? 'new-password' : undefined;
}

/**
 * Local sign-ins under way. The browser holds a secret that changes with every proof, so that one planted or seen
 * before a proof is worth nothing after it.
 */
export abstract class LocalSignIns {
  /** Begins one, in place of any other of the same interaction. @returns the browser's secret */
  abstract begin(begun: Pick<LocalSignIn, 'interaction' | 'purpose' | 'account' | 'proofs'>): Promise<string>;

  /** @returns undefined for another browser's, one that is over, or one of another interaction */
  abstract find(interaction: string, secret: string): Promise<LocalSignIn | undefined>;

  /**
   * Adds a proof and changes the secret; of two at once, one.
   *
   * @returns it as it stands then, and the new secret; undefined when it is over, another's, or already someone else's
   */
  abstract prove(
    interaction: string,
    secret: string,
    account: string,
    proof: Proof,
    details?: ProofDetails,
  ): Promise<{ readonly signIn: LocalSignIn; readonly secret: string } | undefined>;

  /** Uses it up: a second taker finds none. */
  abstract take(interaction: string, secret: string): Promise<LocalSignIn | undefined>;
}

/** The provider's sign-in that a local one is for. */
export interface WaitingSignIn {
  /** The portal's name and its purpose, for the page. */
  readonly portal: string;
  readonly organisation: string | undefined;
  /** Where the browser ends up in the end: for `form-action`. */
  readonly origins: readonly string[];
  /** Whose session is asked for more, and what they proved before; undefined when nobody is signed in. */
  readonly raised?: {
    readonly account: string;
    readonly before: Assurance;
    readonly at: Date;
    /** Levels of which one is asked for; empty when only a recent proof is. */
    readonly wanted: readonly Acr[];
  };
}

/** Where the provider's sign-ins are found. */
export abstract class WaitingSignIns {
  /** @returns undefined when no sign-in waits under that uid */
  abstract find(interaction: string): Promise<WaitingSignIn | undefined>;
}

/** Who can prove what, beyond the password. Answered by whoever keeps second factors. */
export abstract class SecondFactors {
  /** Whether the person holds a second factor that works now. */
  abstract held(account: string): Promise<boolean>;
}
