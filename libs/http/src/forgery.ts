import { createHmac, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Refusal } from '@habilis/kernel';
import type { Request } from './request.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Carries the token when a script asks; forms carry it in a hidden field of the name `csrf`. */
const CSRF_HEADER = 'x-habilis-csrf';

/** The anti-forgery token of a session. Derived, so there is nothing to store; it does not give the session away. */
export function csrfFor(sessionId: string): string {
  return createHmac('sha256', sessionId).update('habilis anti-forgery token').digest('base64url');
}

/**
 * Refuses acts that another site makes a signed-in browser do.
 *
 * Whatever is not a plain reading must come from our own origin; a session's acts must carry its token as well. Calls with a
 * bearer token pass: a browser never adds one by itself. The hidden field is taken away once it has been checked, so that
 * strict schemas need not know of it.
 *
 * @throws Refusal `request.cross-site` or `session.page-expired` (forbidden)
 */
export class ForgeryGuard implements CanActivate {
  constructor(private readonly ownOrigin: string) {}

  canActivate(context: ExecutionContext): boolean {
    this.check(context.switchToHttp().getRequest<Request>());
    return true;
  }

  check(request: Request): void {
    if (SAFE.has(request.method) || request.bearer) return;
    if (!this.#fromOurselves(request)) throw new Refusal('request.cross-site', 'forbidden');
    if (request.me && !sameToken(tokenIn(request), request.csrf)) throw new Refusal('session.page-expired', 'forbidden');
  }

  /** Both headers are the browser's own; a page cannot write them. One of them is always there on a form or a fetch. */
  #fromOurselves({ headers }: Request): boolean {
    const [site, origin] = [headers['sec-fetch-site'], headers.origin];
    if (site === undefined && origin === undefined) return false;
    return (site === undefined || site === 'same-origin') && (origin === undefined || origin === this.ownOrigin);
  }
}

function tokenIn(request: Request): unknown {
  const inHeader = request.headers[CSRF_HEADER];
  const body: unknown = request.body;
  if (typeof body !== 'object' || body === null || !('csrf' in body)) return inHeader;
  const { csrf, ...rest } = body;
  request.body = rest;
  return inHeader ?? csrf;
}

function sameToken(given: unknown, expected: string | undefined): boolean {
  if (typeof given !== 'string' || !expected) return false;
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
