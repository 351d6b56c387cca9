import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import { call, Unanswered } from './call.ts';
import type { Settings } from './settings.ts';

interface Addresses {
  readonly introspection: URL;
  readonly token: URL;
  readonly keys: JWTVerifyGetKey;
}

/** Renewed this long before it ends, so that no question is asked with a token that dies on the way. */
const EARLY = 30_000;

/** Habilis as this portal talks to it: where to ask, and in which name. */
export class Issuer {
  #addresses: Promise<Addresses> | undefined;
  #token: { readonly value: Promise<string>; until: number } | undefined;

  constructor(private readonly settings: Settings) {}

  /** Read on first use, and again if that failed: a portal can start before Habilis. @throws Unanswered */
  addresses(): Promise<Addresses> {
    this.#addresses ??= this.#discover().catch((error: unknown) => {
      this.#addresses = undefined;
      throw error;
    });
    return this.#addresses;
  }

  /** Asks an address of the issuer's in the portal's own name. @throws Unanswered */
  async asPortal(address: URL, form: Readonly<Record<string, string>>): Promise<Readonly<Record<string, unknown>>> {
    const { clientId, clientSecret, timeout } = this.settings;
    // Each half is form-encoded first (RFC 6749, 2.3.1): a colon in a number would otherwise cut it short.
    const [id, secret] = [clientId, clientSecret].map((each) => new URLSearchParams({ _: each }).toString().slice(2));
    const headers = {
      authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    };
    return call(address, { headers, body: new URLSearchParams(form).toString() }, timeout);
  }

  /** Asks for decisions, with a token of the portal's own. @throws Unanswered */
  async decide(path: 'evaluation' | 'evaluations', question: object): Promise<Readonly<Record<string, unknown>>> {
    const headers = { authorization: `Bearer ${await this.#ownToken()}`, 'content-type': 'application/json' };
    const address = new URL(`/access/v1/${path}`, this.settings.issuer);
    return call(address, { headers, body: JSON.stringify(question) }, this.settings.timeout).catch((error: unknown) => {
      // Perhaps the token was withdrawn: the next question brings a new one.
      if (error instanceof Unanswered && error.status === 401) this.#token = undefined;
      throw error;
    });
  }

  async #discover(): Promise<Addresses> {
    const { issuer, timeout } = this.settings;
    const found = await call(new URL(`${issuer}/.well-known/openid-configuration`), {}, timeout);
    if (found['issuer'] !== issuer) throw new Unanswered(`what is at ${issuer} says it is another`);
    const ours = (name: string): URL => {
      const address = URL.parse(String(found[name]));
      if (address?.origin !== new URL(issuer).origin) throw new Unanswered(`${name} is not an address of ${issuer}`);
      return address;
    };
    const keys = createRemoteJWKSet(ours('jwks_uri'), { timeoutDuration: timeout });
    return { introspection: ours('introspection_endpoint'), token: ours('token_endpoint'), keys };
  }

  /** One for all questions, and one request for it however many wait. */
  #ownToken(): Promise<string> {
    if (this.#token && this.#token.until > Date.now()) return this.#token.value;
    const asked: { value: Promise<string>; until: number } = { value: this.#newToken((until) => (asked.until = until)), until: Infinity };
    this.#token = asked;
    asked.value.catch(() => {
      if (this.#token === asked) this.#token = undefined;
    });
    return asked.value;
  }

  async #newToken(lasts: (until: number) => void): Promise<string> {
    const { token } = await this.addresses();
    const from = Date.now();
    const answer = await this.asPortal(token, { grant_type: 'client_credentials', scope: 'access:evaluate' });
    const { access_token: value, expires_in: seconds } = answer;
    if (typeof value !== 'string' || value === '') throw new Unanswered('/token: no token was given');
    lasts(from + (typeof seconds === 'number' ? seconds * 1_000 : 60_000) - EARLY);
    return value;
  }
}
