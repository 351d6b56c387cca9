import { randomBytes, randomUUID } from 'node:crypto';
import type { Order } from './active-faults.ts';
import type { Client } from './clients.ts';
import type { SsoSession } from './sessions.ts';

/** One consented sign-in to one client: what its code, its tokens and its refreshes come from. */
export interface Grant {
  readonly id: string;
  readonly client: Client;
  readonly session: SsoSession;
  readonly redirectUri?: string | undefined;
  readonly nonce?: string | undefined;
  readonly challenge?: { readonly value: string; readonly method: 'S256' | 'plain' } | undefined;
  /** Faults of this sign-in: those of the login page, and counted ones about who the person is. */
  readonly chosen: readonly Order[];
  revoked: boolean;
}

export interface IssuedToken {
  readonly kind: 'access' | 'refresh';
  readonly grant: Grant;
  readonly expires: number;
  readonly issued: number;
  readonly jti: string;
}

interface IssuedCode {
  readonly grant: Grant;
  readonly expires: number;
  used: boolean;
}

const SWEEP_ABOVE = 5_000;

/** Codes and tokens in memory. Times in seconds. */
export class Grants {
  private readonly codes = new Map<string, IssuedCode>();
  private readonly tokens = new Map<string, IssuedToken>();

  constructor(private readonly clock: () => number) {}

  make(about: Omit<Grant, 'id' | 'revoked'>): Grant {
    return { ...about, id: randomUUID(), revoked: false };
  }

  issueCode(grant: Grant, seconds: number): string {
    const code = `${randomUUID()}.${grant.session.sid}.${randomBytes(16).toString('hex')}`;
    this.sweep(this.codes);
    this.codes.set(code, { grant, expires: this.clock() + seconds, used: false });
    return code;
  }

  peekCode(code: unknown): Grant | undefined {
    return typeof code === 'string' ? this.codes.get(code)?.grant : undefined;
  }

  /** A code is good once. The second time, everything it gave is taken back. */
  redeem(code: string): Grant | 'unknown' | 'reused' | 'expired' {
    const issued = this.codes.get(code);
    if (!issued) return 'unknown';
    if (issued.used) {
      issued.grant.revoked = true;
      return 'reused';
    }
    issued.used = true;
    return this.clock() < issued.expires ? issued.grant : 'expired';
  }

  keep(token: string, issued: IssuedToken): void {
    this.sweep(this.tokens);
    this.tokens.set(token, issued);
  }

  drop(token: string): void {
    this.tokens.delete(token);
  }

  /** Whose token it is, good or not. */
  peekToken(token: string | undefined): IssuedToken | undefined {
    return token === undefined ? undefined : this.tokens.get(token);
  }

  /** The token while it is good: not expired, not revoked. */
  live(token: string | undefined): IssuedToken | undefined {
    const issued = this.peekToken(token);
    return issued && !issued.grant.revoked && this.clock() < issued.expires ? issued : undefined;
  }

  endSession(sid: string): void {
    for (const { grant } of [...this.tokens.values(), ...this.codes.values()]) if (grant.session.sid === sid) grant.revoked = true;
  }

  private sweep(things: Map<string, { expires: number }>): void {
    if (things.size < SWEEP_ABOVE) return;
    for (const [key, { expires }] of things) if (expires + 600 < this.clock()) things.delete(key);
  }
}
