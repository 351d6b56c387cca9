import type { Callers } from '@habilis/access';
import { csrfFor } from '@habilis/http';
import type { RequestHandler } from 'express';
import type { OwnCookie } from './cookies.ts';
import type { WebSession, WebSessions } from './web-sessions.ts';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      /** The signed-in person's session on our own screens, when there is one. */
      webSession?: WebSession;
    }
  }
}

/**
 * Says who is asking, from the session's cookie, for every one of our own screens and their API.
 *
 * Nobody is refused here: what needs a person asks for `@Me()`.
 */
export function recogniseSession(sessions: WebSessions, callers: Callers, cookie: OwnCookie): RequestHandler {
  return async (request, _response, next) => {
    const key = cookie.read(request);
    const session = key ? await sessions.find(key) : undefined;
    if (key && session) {
      request.webSession = session;
      request.me = await callers.forAccount(session.accountId);
      // Derived from the cookie's value and not from the session's id, which its owner sees in lists.
      request.csrf = csrfFor(key);
    }
    next();
  };
}

/** Sends someone who opens one of their own pages to sign in first, and back to that page. */
export const signInFirst: RequestHandler = (request, response, next) => {
  if (request.webSession || request.method !== 'GET') return next();
  response.redirect(303, `/session/sign-in?${new URLSearchParams({ for: 'own', return: request.originalUrl })}`);
};
