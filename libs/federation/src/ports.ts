import type { Level } from './level.ts';

/** Somebody signed in who adds a way in: what comes back counts for this account, in this very session, and for nothing else. */
export interface LinkFor {
  readonly account: string;
  readonly session: string;
}

/** A person sent away to an upstream, until they come back. Secrets are in here: stores seal them. */
export interface Departure {
  /** Random, known to the browser and the upstream only. */
  readonly state: string;
  readonly upstream: string;
  readonly issuer: string;
  /** The sign-in it is for; null when nobody signs in by it. */
  readonly interaction: string | null;
  /** Whose account the way is added to, and the session they asked in; null for a sign-in. */
  readonly link: LinkFor | null;
  /** The name of the account that somebody signed out says is theirs, and shows who they are for; null otherwise. */
  readonly identifyFor: string | null;
  /** Which browser left, as `browserOf` names it: what comes back from another is refused. */
  readonly browser: string;
  readonly nonce: string;
  readonly verifier: string | null;
  readonly fresh: boolean;
  readonly asksAgain: boolean;
  readonly startedAt: Date;
}

/** What the store knows of a state that came back. */
export type Return =
  | { readonly kind: 'first'; readonly departure: Departure }
  | { readonly kind: 'again'; readonly interaction: string | null; readonly browser: string };

/** Minutes a person has to come back from an upstream. */
export const DEPARTURE_MINUTES = 10;

/** Where departures are kept until people come back. */
export abstract class Departures {
  abstract put(departure: Departure): Promise<void>;

  /**
   * Uses up a state: of any number of callers at once, one gets `first`, the others `again`.
   *
   * @returns undefined for a state that was never given, or is too old
   */
  abstract take(state: string): Promise<Return | undefined>;
}

/** A person who came back from an upstream, proved and known, waiting to go on with their sign-in. */
export interface KeptArrival {
  readonly accountId: string;
  readonly upstream: string;
  readonly interaction: string;
  readonly browser: string;
  readonly subject: string;
  readonly sid: string | null;
  readonly level: Level;
  readonly methods: readonly string[];
  readonly authTime: Date;
  /** Shown when the person has to say whether it is them. */
  readonly name: string;
  /** The upstream may have answered for whoever sat there before. */
  readonly toConfirm: boolean;
  readonly idToken: string;
  readonly refreshToken: string | null;
}

/** What a page shows of an arrival. */
export interface ShownArrival {
  readonly upstream: string;
  readonly name: string;
  readonly toConfirm: boolean;
  readonly authTime: Date;
}

/** An arrival, as the provider takes it. */
export interface Arrival {
  readonly accountId: string;
  readonly acr: string;
  readonly amr: string[];
  readonly authTime: Date;
  readonly upstream: string;
}

/** What signing out upstream needs. */
export interface EndedSession {
  readonly upstream: string;
  readonly browser: string;
  readonly idToken: string;
}

/** Where arrivals wait, and where the upstream's session is remembered for the day of signing out. */
export abstract class UpstreamSessions {
  /** Replaces an arrival of the same interaction that was not taken. */
  abstract keep(arrival: KeptArrival): Promise<void>;

  abstract show(interaction: string, browser: string): Promise<ShownArrival | undefined>;

  /** The person says it is them. Does nothing for an arrival of another browser. */
  abstract confirm(interaction: string, browser: string): Promise<boolean>;

  /** The person says it is not them: the arrival can no longer be taken. @returns what signing out upstream needs */
  abstract disown(interaction: string, browser: string): Promise<EndedSession | undefined>;

  /** Takes the arrival of an interaction, once, from the browser it came back to. */
  abstract take(interaction: string, browser: string): Promise<Arrival | undefined>;

  /** Forgets the last upstream session of a browser: what someone who signs out leaves behind. */
  abstract leave(browser: string): Promise<EndedSession | undefined>;

  /** A session under way that an upstream can be asked about again. */
  abstract due(session: string): Promise<{ upstream: string; subject: string; refreshToken: string } | undefined>;

  /** The upstream still vouches for the person: keeps its new refresh token, and owes the next look. */
  abstract renew(session: string, refreshToken: string): Promise<void>;

  /** The upstream no longer vouches for the person: ends the session, with its fact and what is owed to the world. */
  abstract endFor(session: string, why: string): Promise<void>;
}

/** Where people go once the upstream has signed them out. */
export abstract class SignOuts {
  /** @param returnTo written by us, never taken from a request */
  abstract begin(state: string, browser: string, returnTo: string): Promise<void>;

  /**
   * Where this browser was going; once.
   *
   * @param state null when the upstream lost it: the browser's last one is then good enough
   */
  abstract end(state: string | null, browser: string): Promise<string | undefined>;
}

/** What an upstream's logout tokens come to. */
export abstract class UpstreamLogouts {
  /**
   * Ends what the order is about, in one transaction with its facts and what is owed to the world.
   *
   * @throws Refusal `upstream.logout-token-replayed` (conflict)
   */
  abstract hear(upstream: string, order: { jti: string; until: Date; sid: string | null; subject: string | null }): Promise<void>;

  /** Notes that a token was not believed. */
  abstract refuse(upstream: string, why: string, cause: string): Promise<void>;
}

/** The journal of sign-ins that were refused. */
export abstract class RefusedSignIns {
  abstract note(refused: {
    upstream: string;
    why: string;
    interaction: string | null;
    reference: string;
    cause?: string | undefined;
  }): Promise<void>;
}

/** The sign-in under way at our own provider, on behalf of a portal. */
export interface Interaction {
  /** The portal's organisation; null for our own pages. */
  readonly organisation: string | null;
  /** Where the browser ends up in the end: for `form-action`. */
  readonly origins: readonly string[];
  /** The portal asks that the person authenticate again. */
  readonly fresh: boolean;
}

export abstract class Interactions {
  /** @returns undefined when no sign-in waits under that uid */
  abstract find(uid: string): Promise<Interaction | undefined>;
}
