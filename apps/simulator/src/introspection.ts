import { Router } from 'express';
import { json, send, text } from './answer.ts';
import { authenticated } from './client-auth.ts';
import type { IssuedToken } from './grants.ts';
import { hop } from './hop.ts';
import { toldIdentity } from './identity-faults.ts';
import { sessionClaims, subjectOf } from './tokens.ts';
import type { Upstream } from './upstream.ts';

/** `SubjectNameID` is told of access tokens only. */
async function described(upstream: Upstream, { kind, grant, issued, expires, jti }: IssuedToken): Promise<Record<string, unknown>> {
  const who = await toldIdentity(upstream, grant.session.persona, subjectOf(grant));
  return {
    exp: upstream.told(expires),
    iat: upstream.told(issued),
    jti,
    ...sessionClaims(upstream, grant, who),
    typ: kind === 'access' ? 'Bearer' : 'Refresh',
    ...(kind === 'access' && who.nationalId !== undefined ? { SubjectNameID: who.nationalId } : {}),
    client_id: grant.client.id,
    username: who.nationalId ?? '',
    active: true,
  };
}

/** Introspection and revocation: each client for its own tokens. */
export function introspectionRoutes(upstream: Upstream): Router {
  const router = Router();
  const { issuerPath, paths } = upstream.dialect;
  router.post(issuerPath + paths.introspect, hop(upstream, 'other'), async (req, res) => {
    const client = authenticated(upstream, req);
    const issued = upstream.grants.live(text(req.body, 'token'));
    const good = issued && issued.grant.client.id === client.id && upstream.sessions.lives(issued.grant.session);
    send(res, json(good ? await described(upstream, issued) : { active: false }));
  });
  router.post(issuerPath + paths.revoke, hop(upstream, 'other'), (req, res) => {
    const client = authenticated(upstream, req);
    const token = text(req.body, 'token') ?? '';
    const issued = upstream.grants.peekToken(token);
    if (issued?.grant.client.id === client.id) {
      upstream.grants.drop(token);
      if (issued.kind === 'refresh') issued.grant.revoked = true;
    }
    send(res, json({}));
  });
  return router;
}
