import { randomBytes, randomUUID } from 'node:crypto';
import type { Order } from './active-faults.ts';
import type { Client } from './clients.ts';
import type { Means } from './dialect.ts';
import type { Persona } from './personas.ts';
import type { Settings } from './settings.ts';

/** The upstream's own session in one browser: it signs the person in to every service. Times in seconds. */
export interface SsoSession {
  readonly sid: string;
  readonly cookie: string;
  readonly persona: Persona;
  readonly means: Means;
  readonly authTime: number;
  /** Faults chosen on the login page: they last as long as the session. */
  readonly chosen: readonly Order[];
  lastUsed: number;
  /** Where the services of this session live, to tell them of its end. */
  readonly services: Map<string, { client: Client; redirectUri: string }>;
}

/** Four hours at most, or thirty minutes of inactivity */
export class Sessions {
  private readonly byCookie = new Map<string, SsoSession>();

  constructor(
    private readonly settings: Settings,
    private readonly clock: () => number,
  ) {}

  open(persona: Persona, means: Means, chosen: readonly Order[]): SsoSession {
    const now = this.clock();
    const cookie = randomBytes(32).toString('base64url');
    const session: SsoSession = { sid: randomUUID(), cookie, persona, means, authTime: now, chosen, lastUsed: now, services: new Map() };
    this.byCookie.set(cookie, session);
    return session;
  }

  /** The live session of a cookie. Using it puts off the end by inactivity. */
  use(cookie: string | undefined): SsoSession | undefined {
    const session = cookie === undefined ? undefined : this.byCookie.get(cookie);
    if (!session || !this.lives(session)) return undefined;
    session.lastUsed = this.clock();
    return session;
  }

  bySid(sid: unknown): SsoSession | undefined {
    return this.all.find((session) => session.sid === sid);
  }

  /** The live ones, the oldest first. */
  get all(): readonly SsoSession[] {
    return [...this.byCookie.values()].filter((session) => this.lives(session));
  }

  latest(persona?: string): SsoSession | undefined {
    return this.all.findLast((session) => persona === undefined || session.persona.id === persona);
  }

  end(session: SsoSession): void {
    this.byCookie.delete(session.cookie);
  }

  clear(): void {
    this.byCookie.clear();
  }

  lives(session: SsoSession): boolean {
    const now = this.clock();
    if (this.byCookie.get(session.cookie) !== session) return false;
    return now < session.authTime + this.settings.sessionMaxSeconds && now < session.lastUsed + this.settings.sessionIdleSeconds;
  }
}
