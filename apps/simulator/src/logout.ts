import { compactVerify, createLocalJWKSet, type JWTPayload } from 'jose';
import { Router, type Request, type Response } from 'express';
import { strike, type Subject } from './active-faults.ts';
import { text } from './answer.ts';
import { tellServices } from './backchannel.ts';
import type { Client } from './clients.ts';
import { cookieOf } from './cookies.ts';
import type { FaultAt } from './faults.ts';
import { hop } from './hop.ts';
import { problemPage, sendPage, signedOutPage } from './pages.ts';
import type { SsoSession } from './sessions.ts';
import type { Upstream } from './upstream.ts';

interface WayBack {
  state: string | undefined;
}

const LOGOUT_EFFECTS: Record<FaultAt<'logout'>, (back: WayBack) => void> = {
  'logout-state-lost': (back) => void (back.state = undefined),
  'logout-state-altered': (back) => void (back.state = `${back.state}x`),
};

/** The claims of an ID token of ours, expired or not; `undefined` when it is not ours. */
async function hintClaims(upstream: Upstream, hint: string | undefined): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await compactVerify(hint ?? '', createLocalJWKSet(upstream.keys.jwks));
    const claims = JSON.parse(new TextDecoder().decode(payload)) as JWTPayload;
    return claims.iss === upstream.issuer ? claims : undefined;
  } catch {
    return undefined;
  }
}

const peekSid = (hint: string | undefined): unknown => {
  try {
    return (JSON.parse(Buffer.from(hint?.split('.')[1] ?? '', 'base64url').toString()) as JWTPayload)['sid'];
  } catch {
    return undefined;
  }
};

/** Ends a session with everything it gave, and tells the services when that is switched on. */
export async function endSession(upstream: Upstream, session: SsoSession): Promise<void> {
  upstream.sessions.end(session);
  upstream.grants.endSession(session.sid);
  if (upstream.settings.backchannelLogout) await tellServices(upstream, session);
}

const paramsOf = (req: Request): unknown => (req.method === 'POST' ? req.body : req.query);

/** Exact address; without one the person stays on our page */
async function logout(upstream: Upstream, req: Request, res: Response): Promise<void> {
  const params = paramsOf(req);
  const claims = await hintClaims(upstream, text(params, 'id_token_hint'));
  const client: Client | undefined = upstream.client(claims?.['azp'] ?? text(params, 'client_id'));
  const uri = text(params, 'post_logout_redirect_uri');
  if (uri !== undefined && !client?.postLogoutUris.includes(uri)) {
    return sendPage(
      res,
      400,
      problemPage(upstream.dialect, 'L’adresse de retour n’est pas connue. Rien n’a été fermé.', 'post_logout_redirect_uri'),
    );
  }
  const session = claims ? upstream.sessions.bySid(claims['sid']) : upstream.sessions.use(cookieOf(req, upstream));
  if (session) await endSession(upstream, session);
  if (uri === undefined) return sendPage(res, 200, signedOutPage(upstream.dialect));
  const subject: Subject = session ? { persona: session.persona.id, chosen: session.chosen } : {};
  const back = await strike(
    upstream.faults,
    LOGOUT_EFFECTS,
    subject,
    { state: upstream.settings.logoutState ? text(params, 'state') : undefined },
    undefined,
  );
  const url = new URL(uri);
  if (back.state !== undefined) url.searchParams.set('state', back.state);
  res.redirect(302, url.href);
}

export function logoutRoutes(upstream: Upstream): Router {
  const router = Router();
  const path = upstream.dialect.issuerPath + upstream.dialect.paths.logout;
  const who = (req: Request): Subject => {
    const session = upstream.sessions.bySid(peekSid(text(paramsOf(req), 'id_token_hint')));
    return session ? { persona: session.persona.id, chosen: session.chosen } : {};
  };
  router.get(path, hop(upstream, 'logout', who), (req, res) => logout(upstream, req, res));
  router.post(path, hop(upstream, 'logout', who), (req, res) => logout(upstream, req, res));
  return router;
}
