import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';
import { SIGN_IN_MINUTES } from '../sign-in/local-sign-in.ts';

/** The cookies that hold local sign-ins, one for each of the provider's, so that two tabs do not take each other's place. */
export class LocalCookies {
  readonly #prefix: string;
  readonly #secure: boolean;

  /** @param origin our own root; behind https a cookie is tied to our very host */
  constructor(origin: string) {
    this.#secure = new URL(origin).protocol === 'https:';
    this.#prefix = `${this.#secure ? '__Host-' : ''}habilis-sign-in-`;
  }

  secret(request: Pick<IncomingMessage, 'headers'>, interaction: string): string | undefined {
    return /^[\w-]{43}$/.exec(this.value(request, interaction))?.[0];
  }

  /** The sign-in this browser carries from a link to its next sign-in: which one, and its secret. */
  carried(request: Pick<IncomingMessage, 'headers'>, name: string): { key: string; secret: string } | undefined {
    const [, key, secret] = /^([0-9a-f]{32})([\w-]{43})$/.exec(this.value(request, name)) ?? [];
    return key === undefined || secret === undefined ? undefined : { key, secret };
  }

  give(response: Response, interaction: string, secret: string): void {
    response.cookie(this.#prefix + interaction, secret, {
      httpOnly: true,
      secure: this.#secure,
      sameSite: 'strict',
      path: '/',
      maxAge: SIGN_IN_MINUTES * 60_000,
    });
  }

  forget(response: Response, interaction: string): void {
    response.clearCookie(this.#prefix + interaction, { httpOnly: true, secure: this.#secure, sameSite: 'strict', path: '/' });
  }

  private value({ headers }: Pick<IncomingMessage, 'headers'>, interaction: string): string {
    for (const pair of (headers.cookie ?? '').split(';')) {
      const [name, value = ''] = pair.trim().split('=');
      if (name === this.#prefix + interaction) return value;
    }
    return '';
  }
}
