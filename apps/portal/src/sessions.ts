import { randomBytes } from 'node:crypto';
import type { Recognition } from '@habilis/guard';
import type { Request, Response } from 'express';

/** A person who has come in: what the service of identity said of them, and the token by which to ask whether it still holds. */
export interface Person {
  readonly sub: string;
  /** Session at the service of identity; a back-channel logout names it. */
  readonly sid: string | undefined;
  readonly claims: Readonly<Record<string, unknown>>;
  /** How surely, and when, in seconds since 1970, they showed who they are: from the ID token. */
  readonly recognised: { readonly acr: string | undefined; readonly authTime: number | undefined };
  readonly idToken: string;
  readonly standingToken: string;
}

/** A sign-in that has left and not come back; one for each tab. */
export interface Departure {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** How surely and how recently they must be recognised when they are back. */
  readonly wanted: Recognition;
  /** The page they go to then: one of ours, without what followed its address. */
  readonly then: string;
}

interface Session {
  person?: Person;
  readonly departures: Departure[];
  readonly until: number;
}

const LIFE = { departure: 15 * 60_000, person: 4 * 60 * 60_000 } as const;
const MOST_TABS = 5;
const COOKIE = 'dossiers_session';

/**
 * Sessions, in memory and by cookie. A portal with several processes keeps them in its database.
 *
 * The number changes when the person comes in, so that nobody can hand someone a session prepared beforehand.
 */
export class Sessions {
  readonly #sessions = new Map<string, Session>();

  constructor(private readonly secure: boolean) {}

  of(request: Request): Session | undefined {
    const session = this.#sessions.get(numberIn(request));
    return session && session.until > Date.now() ? session : undefined;
  }

  depart(request: Request, response: Response, departure: Departure): void {
    const departures = [...(this.of(request)?.departures ?? []), departure].slice(-MOST_TABS);
    const session = this.of(request);
    // Whoever is in and leaves to prove more stays in if they give up.
    this.#open(request, response, { ...session, departures, until: Math.max(session?.until ?? 0, Date.now() + LIFE.departure) });
  }

  /** The departure that this return answers, once. */
  takeDeparture(request: Request, state: unknown): Departure | undefined {
    const departures = this.of(request)?.departures ?? [];
    const at = departures.findIndex((each) => each.state === state);
    return at < 0 ? undefined : departures.splice(at, 1)[0];
  }

  enter(request: Request, response: Response, person: Person): void {
    this.#open(request, response, { person, departures: this.of(request)?.departures ?? [], until: Date.now() + LIFE.person });
  }

  leave(request: Request, response: Response): void {
    this.#sessions.delete(numberIn(request));
    response.clearCookie(COOKIE);
  }

  /** Ends the session of that number at the service, or every session of that person. @returns how many ended */
  end({ sid, sub }: { sid?: string | undefined; sub?: string | undefined }): number {
    const ended = [...this.#sessions].filter(([, { person }]) => person && (sid ? person.sid === sid : person.sub === sub));
    for (const [number] of ended) this.#sessions.delete(number);
    return ended.length;
  }

  #open(request: Request, response: Response, session: Session): void {
    for (const [number, { until }] of this.#sessions) if (until < Date.now()) this.#sessions.delete(number);
    this.#sessions.delete(numberIn(request));
    const number = randomBytes(32).toString('base64url');
    this.#sessions.set(number, session);
    response.cookie(COOKIE, number, { httpOnly: true, sameSite: 'lax', secure: this.secure, path: '/' });
  }
}

const numberIn = (request: Request) => new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]+)`).exec(request.headers.cookie ?? '')?.[1] ?? '';
