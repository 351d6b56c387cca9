import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { digest } from '../digest.ts';
import type { Arrival, UpstreamSessions } from '../ports.ts';

const NAME = 'habilis-browser';
const current = new AsyncLocalStorage<string | undefined>();

/**
 * Which browser a request comes from: the digest of a cookie no other site can send or set.
 *
 * A sign-in begun in one browser ends in that one only; whoever makes someone else follow a link signs nobody in.
 */
export class Browsers {
  readonly #name: string;
  readonly #secure: boolean;

  /** @param origin our own root; behind https the cookie is tied to our very host */
  constructor(origin: string) {
    this.#secure = new URL(origin).protocol === 'https:';
    this.#name = this.#secure ? `__Host-${NAME}` : NAME;
  }

  /** @returns undefined for a browser we never sent to an upstream */
  of(request: Pick<Request, 'headers'>): string | undefined {
    for (const pair of (request.headers.cookie ?? '').split(';')) {
      const [name, value = ''] = pair.trim().split('=');
      if (name === this.#name && /^[\w-]{43}$/.test(value)) return digest(value);
    }
    return undefined;
  }

  /** The browser, recognised from now on. */
  know(request: Pick<Request, 'headers'>, response: Response): string {
    const known = this.of(request);
    if (known) return known;
    const secret = randomBytes(32).toString('base64url');
    // Lax: it has to come along when the upstream sends the person back.
    response.cookie(this.#name, secret, { httpOnly: true, secure: this.#secure, sameSite: 'lax', path: '/' });
    return digest(secret);
  }

  /** For Express, ahead of everything: lets `BrowserArrivals` know whose request it answers. */
  readonly remember: RequestHandler = (request, _response, next) => current.run(this.of(request), next);
}

/**
 * Arrivals for the provider: only to the browser that came back from the upstream.
 *
 * The provider asks by the uid of its interaction, which an attacker may have begun and left to someone else to
 * finish; the browser is therefore read from the request under way.
 */
export class BrowserArrivals {
  constructor(private readonly sessions: UpstreamSessions) {}

  /** The arrival of this interaction, once; undefined for any other browser, or outside `Browsers.remember`. */
  async take(interactionUid: string): Promise<Arrival | undefined> {
    const browser = current.getStore();
    return browser === undefined ? undefined : this.sessions.take(interactionUid, browser);
  }
}
