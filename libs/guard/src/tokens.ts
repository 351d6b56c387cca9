import { errors, jwtVerify } from 'jose';
import { Unanswered } from './call.ts';
import type { Issuer } from './issuer.ts';
import type { Settings } from './settings.ts';

/** Whom a token stands for, at the instant it was checked. */
export interface Person {
  /** The person, for ever, under the name this portal has for them. */
  readonly sub: string;
  /** The application through which they come. */
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** The session at Habilis; a back-channel logout names it. */
  readonly sid?: string | undefined;
  /** How surely, and when, in seconds since 1970, they were recognised. */
  readonly acr?: string | undefined;
  readonly authTime?: number | undefined;
}

/** A token as the request carries it, or as the portal keeps it in its own session. */
export interface Presented {
  readonly token: string;
  /** Kept by the portal: then a refresh token serves too, and the level is what the ID token told. */
  readonly kept?: { readonly acr?: string | undefined; readonly authTime?: number | undefined } | undefined;
}

/** Three parts with points between: signed, and checked here. Ours have none, and are asked about. */
const SIGNED = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** Signatures only, never a shared secret: a public key must not become one. */
const ALGORITHMS = ['ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512', 'EdDSA', 'Ed25519'];

/** Finds out whom a token stands for. */
export class Tokens {
  constructor(
    private readonly issuer: Issuer,
    private readonly settings: Settings,
  ) {}

  /**
   * The person, or undefined when the token is worth nothing here: ended, made for someone else, bound to a key, or a machine's.
   *
   * @throws Unanswered when nobody can say
   */
  async check({ token, kept }: Presented): Promise<Person | undefined> {
    const claims = SIGNED.test(token) ? await this.#verified(token) : await this.#introspected(token, kept !== undefined);
    if (!claims || typeof claims['sub'] !== 'string' || claims['sub'] === '') return undefined;
    const { sub, client_id: clientId, scope, sid, acr, auth_time: authTime } = claims;
    return {
      sub,
      clientId: text(clientId) ?? '',
      scopes: text(scope)?.split(' ') ?? [],
      sid: text(sid),
      acr: kept ? kept.acr : text(acr),
      authTime: kept ? kept.authTime : typeof authTime === 'number' ? authTime : undefined,
    };
  }

  async #introspected(token: string, kept: boolean): Promise<Readonly<Record<string, unknown>> | undefined> {
    const { introspection } = await this.issuer.addresses();
    const answer = await this.issuer.asPortal(introspection, { token });
    if (typeof answer['active'] !== 'boolean') throw new Unanswered('introspection: `active` is missing');
    return answer['active'] && this.#isForUs(answer) && (kept || answer['token_type'] === 'Bearer') ? answer : undefined;
  }

  /** @source RFC9068 */
  async #verified(token: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    const { audience, issuer } = this.settings;
    if (audience === undefined) return undefined;
    const { keys } = await this.issuer.addresses();
    const expected = {
      issuer,
      audience,
      typ: 'at+jwt',
      algorithms: ALGORITHMS,
      clockTolerance: 5,
      requiredClaims: ['exp', 'sub', 'client_id'],
    };
    const { payload } = await jwtVerify(token, keys, expected).catch((error: unknown) => {
      if (error instanceof errors.JOSEError && !UNREACHABLE.has(error.code)) return { payload: undefined };
      throw new Unanswered('the keys of the issuer could not be read', undefined, { cause: error });
    });
    return payload && this.#isForUs(payload) ? payload : undefined;
  }

  #isForUs(claims: Readonly<Record<string, unknown>>): boolean {
    const { aud, iss, exp, cnf, client_id: clientId } = claims;
    const { audience, issuer } = this.settings;
    const forUs =
      audience === undefined
        ? clientId === this.settings.clientId && (aud === undefined || aud === clientId)
        : [aud].flat().includes(audience);
    const current = exp === undefined || (typeof exp === 'number' && exp * 1_000 > Date.now() - 5_000);
    // Bound to a key that nobody shows here: whoever holds it may have taken it.
    return forUs && current && cnf === undefined && (iss === undefined || iss === issuer);
  }
}

const UNREACHABLE: ReadonlySet<string> = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC']);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
