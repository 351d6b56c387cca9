import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';
import { SIGN_IN_MINUTES } from '../local-sign-in.ts';

/** The cookies that hold local sign-ins, one for each of the provider's, so that two tabs do not take each other's place. */
export class LocalCookies {
  readonly #prefix: string;
  readonly #secure: boolean;

  /** @param origin our own root; behind https a cookie is tied to our very host */
  constructor(origin: string) {
    this.#secure = new URL(origin).protocol === 'https:';
    this.#prefix = `${this.#secure ? '__Host-' : ''}habilis-sign-in-`;
  }

  secret({ headers }: Pick<IncomingMessage, 'headers'>, interaction: string): string | undefined {
    for (const pair of (headers.cookie ?? '').split(';')) {
      const [name, value = ''] = pair.trim().split('=');
      if (name === this.#prefix + interaction && /^[\w-]{43}$/.test(value)) return value;
    }
    return undefined;
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
}
