import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';
import { BROWSER_DAYS } from '../sign-in/known-browser.ts';

/** What a browser is recognised by at its next sign-in: a secret of its own, that opens nothing by itself. */
export class BrowserCookie {
  readonly #name: string;
  readonly #secure: boolean;

  /** @param origin our own root; behind https the cookie is tied to our very host */
  constructor(origin: string) {
    this.#secure = new URL(origin).protocol === 'https:';
    this.#name = `${this.#secure ? '__Host-' : ''}habilis-known`;
  }

  /** @returns the digest of its secret, or undefined for a browser nobody has signed in with here */
  of({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
    for (const pair of (headers.cookie ?? '').split(';')) {
      const [name, value = ''] = pair.trim().split('=');
      if (name === this.#name && /^[\w-]{43}$/.test(value)) return digest(value);
    }
    return undefined;
  }

  /** The browser, recognised from now on. */
  know(request: Pick<IncomingMessage, 'headers'>, response: Response): string {
    const known = this.of(request);
    if (known !== undefined) return known;
    const secret = randomBytes(32).toString('base64url');
    const maxAge = BROWSER_DAYS * 24 * 3_600_000;
    response.cookie(this.#name, secret, { httpOnly: true, secure: this.#secure, sameSite: 'lax', path: '/', maxAge });
    return digest(secret);
  }
}

const digest = (secret: string) => createHash('sha256').update(secret).digest('base64url');
