import { Router, type Request, type Response } from 'express';
import { strike, type Subject } from './active-faults.ts';
import { USERINFO_EFFECTS } from './answer-faults.ts';
import { json, Refused, send, text, type Answer } from './answer.ts';
import type { Grant, IssuedToken } from './grants.ts';
import { hop } from './hop.ts';
import { toldIdentity } from './identity-faults.ts';
import { signedBy } from './jws.ts';
import { subjectOf } from './tokens.ts';
import type { Upstream } from './upstream.ts';
import { enrsUserinfo, pscUserinfo } from './userinfo-shapes.ts';

const bearer = (req: Request) => /^Bearer +(.+)$/iu.exec(req.headers.authorization ?? '')?.[1];

function liveToken(upstream: Upstream, req: Request): IssuedToken {
  const issued = upstream.grants.live(bearer(req));
  if (issued?.kind === 'access' && upstream.sessions.lives(issued.grant.session)) return issued;
  const challenge = 'Bearer realm="simulateur", error="invalid_token", error_description="Token verification failed"';
  throw new Refused(401, 'invalid_token', 'Token verification failed', { 'www-authenticate': challenge });
}

/** The regional provider answers OpenID claims only when asked for with `?schema=openid`. */
async function claims(upstream: Upstream, grant: Grant, req: Request): Promise<Record<string, unknown>> {
  const who = await toldIdentity(upstream, grant.session.persona, subjectOf(grant));
  if (upstream.dialect.name === 'psc') return pscUserinfo(who, grant.session, upstream.settings.shape);
  return text(req.query, 'schema') === 'openid' ? enrsUserinfo(who) : { sub: who.sub };
}

async function plainAnswer(upstream: Upstream, grant: Grant, req: Request): Promise<Answer> {
  const about = await claims(upstream, grant, req);
  if (!upstream.settings.signedUserinfo) return json(about);
  const token = await signedBy(upstream.keys.signing, { ...about, iss: upstream.issuer, aud: grant.client.id });
  return { ...json(token), type: 'application/jwt' };
}

export function userinfoRoutes(upstream: Upstream): Router {
  const router = Router();
  const path = upstream.dialect.issuerPath + upstream.dialect.paths.userinfo;
  const who = (req: Request): Subject => {
    const issued = upstream.grants.peekToken(bearer(req));
    return issued ? subjectOf(issued.grant) : {};
  };
  const answer = async (req: Request, res: Response) => {
    const { grant } = liveToken(upstream, req);
    send(res, await strike(upstream.faults, USERINFO_EFFECTS, subjectOf(grant), await plainAnswer(upstream, grant, req), upstream));
  };
  router.get(path, hop(upstream, 'userinfo', who), answer);
  router.post(path, hop(upstream, 'userinfo', who), answer);
  return router;
}
