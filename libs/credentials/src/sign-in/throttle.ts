import { createHmac } from 'node:crypto';

/**
 * How many guesses there may be, and how long one waits between them once they are used up.
 *
 * `free`: so many without a wait; then a minute, doubling up to an hour. `day`: so many in twenty-four hours; then none
 * until the first of them is a day old. Counted before anything is checked, so that guesses made at once are counted too.
 *
 * A person's own counters bind strangers only: a browser that person has signed in with has counters of its own, so
 * nobody elsewhere can use up their tries; a passkey is never guessed at and is not counted.
 *
 * @fr limitation des essais
 * @source CNIL.2022-100
 */
// prettier-ignore
export const THROTTLES = {
  'account':  { free: 5,   day: 25 },    // one identifier, from browsers it does not know
  'pair':     { free: 5,   day: 25 },    // one identifier from one address
  'browser':  { free: 5,   day: 25 },    // one identifier from a browser it knows
  'address':  { free: 60,  day: 1_000 }, // one address, whoever is tried: a hospital may have only one
  'password': { free: 10,  day: 200 },   // one password, whoever it is tried on and from wherever: spraying
  'code':     { free: 5,   day: 25 },    // one person's one-time and recovery codes, once their first proof held
} as const satisfies Record<string, { free: number; day: number }>;
export type ThrottleKind = keyof typeof THROTTLES;

/** Counters that are the person's: a right answer clears them. The others belong to many, and are given back one try. */
export const OWN: ReadonlySet<ThrottleKind> = new Set(['account', 'pair', 'browser', 'code']);

/** One counter, named by a digest: the table holds no identifier, address or password. */
export interface Tally {
  readonly kind: ThrottleKind;
  readonly key: string;
}

/** What a guess at a password is counted under. */
export interface Guess {
  /** Folded; whether or not anybody goes by it. */
  readonly identifier: string;
  readonly address: string;
  /** The browser, when the person has signed in with it before. */
  readonly knownBrowser: string | undefined;
  readonly password: string;
}

/** Where guesses are counted, for all replicas. */
export abstract class Tallies {
  /**
   * Counts one more in each, or in none when one of them is used up.
   *
   * @returns the kinds that have just used up their free tries
   * @throws Refusal `sign-in.slow` (busy), with `retryAfter` in seconds
   */
  abstract spend(tallies: readonly Tally[]): Promise<readonly ThrottleKind[]>;

  /** The answer was right: what was counted is given back. */
  abstract forgive(tallies: readonly Tally[]): Promise<void>;
}

/** Names what is counted. */
export class Throttle {
  constructor(
    private readonly tallies: Tallies,
    private readonly pepper: string,
  ) {}

  /** Counts a guess at a password, before it is checked. @throws Refusal `sign-in.slow` (busy) */
  async password(guess: Guess): Promise<{ readonly caught: readonly ThrottleKind[]; forgive(): Promise<void> }> {
    const { identifier, address, knownBrowser, password } = guess;
    const counted: readonly [ThrottleKind, string][] =
      knownBrowser === undefined
        ? [['address', address], ['password', password], ['pair', `${identifier} ${address}`], ['account', identifier]] // prettier-ignore
        : [['browser', `${identifier} ${knownBrowser}`]];
    return this.count(counted);
  }

  /** Counts a guess at a one-time or recovery code. @throws Refusal `sign-in.slow` (busy) */
  async code(account: string, knownBrowser?: string): Promise<{ readonly caught: readonly ThrottleKind[]; forgive(): Promise<void> }> {
    return this.count([['code', `${account} ${knownBrowser ?? ''}`]]);
  }

  private async count(counted: readonly [ThrottleKind, string][]) {
    const tallies = counted.map(([kind, text]): Tally => ({ kind, key: this.named(kind, text) }));
    const caught = await this.tallies.spend(tallies);
    return { caught, forgive: () => this.tallies.forgive(tallies) };
  }

  /** A tried password is remembered as one of sixteen million, so that what is kept of it proves nothing. */
  private named(kind: ThrottleKind, text: string): string {
    const digest = createHmac('sha256', this.pepper).update(`throttle ${kind} ${text}`).digest('hex');
    return `${kind}:${digest.slice(0, kind === 'password' ? 6 : 40)}`;
  }
}
