import { createHash } from 'node:crypto';
import { Router, type Request } from 'express';
import { strike, type Subject } from './active-faults.ts';
import { TOKEN_EFFECTS } from './answer-faults.ts';
import { json, Refused, send, text } from './answer.ts';
import { redeemCiba } from './ciba.ts';
import { authenticated } from './client-auth.ts';
import type { Client } from './clients.ts';
import type { Grant } from './grants.ts';
import { hop } from './hop.ts';
import { subjectOf, tokenResponse } from './tokens.ts';
import type { Upstream } from './upstream.ts';

export const CIBA_GRANT = 'urn:openid:params:grant-type:ciba';

interface Redeemed {
  readonly grant: Grant;
  readonly keptRefresh?: string | undefined;
}

const invalidGrant = (why: string) => new Refused(400, 'invalid_grant', why);

function redeemCode(upstream: Upstream, client: Client, body: unknown): Redeemed {
  const found = upstream.grants.redeem(text(body, 'code') ?? '');
  if (typeof found === 'string') throw invalidGrant(`Code not valid (${found})`);
  if (found.client.id !== client.id) throw invalidGrant('Code of another client');
  if (found.redirectUri !== text(body, 'redirect_uri')) throw invalidGrant('Incorrect redirect_uri');
  checkVerifier(found, text(body, 'code_verifier'));
  return { grant: found };
}

function checkVerifier({ challenge }: Grant, verifier: string | undefined): void {
  if (!challenge && verifier === undefined) return;
  if (!challenge) throw invalidGrant('code_verifier without code_challenge');
  if (verifier === undefined) throw invalidGrant('PKCE code verifier not specified');
  const transformed = challenge.method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url');
  if (transformed !== challenge.value) throw invalidGrant('PKCE verification failed');
}

/** Thirty minutes idle, and never past the session. */
function redeemRefresh(upstream: Upstream, client: Client, body: unknown): Redeemed {
  const token = text(body, 'refresh_token') ?? '';
  const issued = upstream.grants.live(token);
  if (issued?.kind !== 'refresh' || issued.grant.client.id !== client.id) throw invalidGrant('Invalid refresh token');
  if (!upstream.sessions.lives(issued.grant.session)) throw invalidGrant('Session not active');
  if (upstream.faults.take((fault) => fault === 'deactivated-mid-session', subjectOf(issued.grant)).length > 0)
    throw invalidGrant('User disabled');
  issued.grant.session.lastUsed = upstream.clock();
  if (!upstream.settings.refreshRotation) return { grant: issued.grant, keptRefresh: token };
  upstream.grants.drop(token);
  return { grant: issued.grant };
}

type Redeem = (upstream: Upstream, client: Client, body: unknown) => Redeemed;
const GRANT_TYPES: Record<string, Redeem> = {
  authorization_code: redeemCode,
  refresh_token: redeemRefresh,
  [CIBA_GRANT]: (upstream, client, body) => ({ grant: redeemCiba(upstream, client, body) }),
};

const allowed = (upstream: Upstream, type: string | undefined) =>
  type !== undefined && (type === 'authorization_code' || upstream.dialect.refreshTokens);

/** Who a token request is about, before anything is checked: for faults and the log. */
function whoAsks(upstream: Upstream, req: Request): Subject {
  const grant = upstream.grants.peekCode(text(req.body, 'code')) ?? upstream.grants.peekToken(text(req.body, 'refresh_token'))?.grant;
  return grant ? subjectOf(grant) : {};
}

export function tokenRoutes(upstream: Upstream): Router {
  const router = Router();
  const who = (req: Request) => whoAsks(upstream, req);
  router.post(upstream.dialect.issuerPath + upstream.dialect.paths.token, hop(upstream, 'token', who), async (req, res) => {
    const client = authenticated(upstream, req);
    const type = text(req.body, 'grant_type');
    const redeem = type !== undefined && Object.hasOwn(GRANT_TYPES, type) ? GRANT_TYPES[type] : undefined;
    if (!redeem || !allowed(upstream, type)) throw new Refused(400, 'unsupported_grant_type', 'Unsupported grant_type');
    const { grant, keptRefresh } = redeem(upstream, client, req.body);
    const answer = json(await tokenResponse(upstream, grant, keptRefresh), 200, { pragma: 'no-cache' });
    send(res, await strike(upstream.faults, TOKEN_EFFECTS, subjectOf(grant), answer, upstream));
  });
  return router;
}
