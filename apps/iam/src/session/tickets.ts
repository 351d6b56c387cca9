import type { Sealer } from '@habilis/database';
import type { Request, Response } from 'express';
import { OwnCookie } from './cookies.ts';
import type { SignInTicket } from './own-provider.ts';

const PLACE = 'cookie.sign-in-ticket:browser';
const TEN_MINUTES = 600;

/** Keeps what a sign-in under way needs, sealed, in the browser that began it. */
export class Tickets {
  readonly #cookie: OwnCookie;

  constructor(
    private readonly sealer: Sealer,
    issuer: URL,
  ) {
    this.#cookie = new OwnCookie('habilis-ticket', issuer, TEN_MINUTES);
  }

  give(res: Response, ticket: SignInTicket): void {
    this.#cookie.write(res, this.sealer.seal(JSON.stringify(ticket), PLACE));
  }

  /** The ticket of this browser, once; undefined when there is none or it was not made here. */
  take(req: Request, res: Response): SignInTicket | undefined {
    const sealed = this.#cookie.read(req);
    if (!sealed) return undefined;
    this.#cookie.clear(res);
    try {
      return JSON.parse(this.sealer.open(sealed, PLACE)) as SignInTicket;
    } catch {
      return undefined;
    }
  }
}
