import { type ActiveFaults } from './active-faults.ts';
import type { CibaDemand } from './ciba-demand.ts';
import type { Client } from './clients.ts';
import type { Dialect } from './dialect.ts';
import { Grants } from './grants.ts';
import type { Keys } from './keys.ts';
import { PERSONAS, type Persona } from './personas.ts';
import { RequestLog } from './request-log.ts';
import { Sessions } from './sessions.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';

interface Parts {
  readonly dialect: Dialect;
  /** Where the issuer is reached. */
  readonly origin: string;
  /** Where people are sent: the wallet of PSC lives on another origin than the issuer. */
  readonly pagesOrigin: string;
  readonly clients: readonly Client[];
  readonly keys: Keys;
  readonly faults: ActiveFaults;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly settings?: Partial<Settings> | undefined;
}

/** One simulated provider with all it remembers. Nothing is kept on disk. */
export class Upstream {
  readonly dialect: Dialect;
  readonly origin: string;
  readonly pagesOrigin: string;
  readonly clients: readonly Client[];
  readonly keys: Keys;
  readonly faults: ActiveFaults;
  readonly settings: Settings;
  readonly sessions: Sessions;
  readonly grants: Grants;
  readonly log = new RequestLog();
  readonly personas: readonly Persona[];
  /** Seconds since 1970, as it really is. */
  readonly clock: () => number;
  readonly clockMs: () => number;
  readonly ciba = new Map<string, CibaDemand>();
  /** The provider to be mixed up with. */
  other: Upstream | undefined;
  private draws = 0;

  constructor(parts: Parts) {
    this.dialect = parts.dialect;
    this.origin = parts.origin;
    this.pagesOrigin = parts.pagesOrigin;
    this.clients = parts.clients;
    this.keys = parts.keys;
    this.faults = parts.faults;
    this.clockMs = parts.clock;
    this.clock = () => Math.floor(parts.clock() / 1_000);
    this.settings = { ...DEFAULT_SETTINGS, ...parts.dialect.settings, ...parts.settings };
    this.sessions = new Sessions(this.settings, this.clock);
    this.grants = new Grants(this.clock);
    this.personas = PERSONAS.filter((persona) => persona.at.includes(parts.dialect.name));
  }

  get issuer(): string {
    return this.origin + this.dialect.issuerPath;
  }

  get authorizationEndpoint(): string {
    return this.pagesOrigin + this.dialect.authorizePath;
  }

  endpoint(name: keyof Dialect['paths']): string {
    return this.issuer + this.dialect.paths[name];
  }

  /** A time, in seconds, as this provider tells it: its clock may be wrong on purpose. */
  told(seconds: number): number {
    return seconds + this.settings.clockOffsetSeconds;
  }

  now(): number {
    return this.told(this.clock());
  }

  /** The next draw, between 0 and 1, of the series that the seed gives. */
  chance(): number {
    this.draws += 1;
    let mixed = Math.imul(this.settings.seed + this.draws * 0x6d2b79f5, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  }

  /** Starts the series of draws again. */
  restartChance(): void {
    this.draws = 0;
  }

  client(id: unknown): Client | undefined {
    return this.clients.find((client) => client.id === id);
  }
}
