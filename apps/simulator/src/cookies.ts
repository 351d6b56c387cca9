import type { Request, Response } from 'express';
import type { SsoSession } from './sessions.ts';
import type { Upstream } from './upstream.ts';

/** Cookies ignore ports: the port is in the name, so that simulators on one machine do not mix. */
const nameOf = (upstream: Upstream) => `${upstream.dialect.cookie}_${new URL(upstream.pagesOrigin).port}`;

export function cookieOf(req: Request, upstream: Upstream): string | undefined {
  const prefix = `${nameOf(upstream)}=`;
  const found = req.headers.cookie?.split('; ').find((pair) => pair.startsWith(prefix));
  return found?.slice(prefix.length);
}

export function setSessionCookie(res: Response, upstream: Upstream, session: SsoSession): SsoSession {
  const secure = upstream.pagesOrigin.startsWith('https:') ? '; Secure' : '';
  res.append(
    'set-cookie',
    `${nameOf(upstream)}=${session.cookie}; Path=/; Max-Age=${upstream.settings.sessionMaxSeconds}; HttpOnly; SameSite=Lax${secure}`,
  );
  return session;
}
