import { randomBytes } from 'node:crypto';
import { Router } from 'express';
import { json, Refused, send, text } from './answer.ts';
import { authenticated } from './client-auth.ts';
import type { Client } from './clients.ts';
import type { Grant } from './grants.ts';
import { hop } from './hop.ts';
import { plainIdentity } from './identity.ts';
import { mobilePage, sendPage } from './pages.ts';
import type { CibaDemand } from './ciba-demand.ts';
import type { Persona } from './personas.ts';
import type { Upstream } from './upstream.ts';

const EXPIRES_IN = 120;
const INTERVAL = 1;

const refuse = (code: string, why: string) => new Refused(400, code, why);

function personKnownAs(upstream: Upstream, nationalId: string | undefined): Persona {
  const found = upstream.personas.find((persona) => plainIdentity(upstream, persona).nationalId === nationalId);
  if (!found || nationalId === undefined) throw refuse('unknown_user_id', 'User National ID not found');
  return found;
}

/** A demand sent to the phone of a person, without browser. */
function demand(upstream: Upstream, client: Client, body: unknown): CibaDemand {
  const scopes = text(body, 'scope')?.split(' ') ?? [];
  if (!upstream.dialect.requiredScopes.every((scope) => scopes.includes(scope)))
    throw refuse('invalid_scope', 'scope must hold openid and scope_all');
  const message = text(body, 'binding_message') ?? '';
  if (!/^\d{2}$/u.test(message)) throw refuse('invalid_binding_message', 'binding_message must be two digits');
  const persona = personKnownAs(upstream, text(body, 'login_hint'));
  const means = text(body, 'channel') ?? 'MOBILE';
  if (!['CARD', 'MOBILE'].includes(means)) throw refuse('invalid_request', 'channel must be CARD or MOBILE');
  const { ciba } = upstream.settings;
  const decision = ciba === 'ask' ? 'waiting' : ciba;
  return {
    id: randomBytes(24).toString('base64url'),
    client,
    persona,
    message,
    means,
    expires: upstream.clock() + EXPIRES_IN,
    lastPoll: 0,
    decision,
  };
}

/** @throws Refused `authorization_pending`, `slow_down`, `expired_token`, `access_denied` or `invalid_grant` (400) */
export function redeemCiba(upstream: Upstream, client: Client, body: unknown): Grant {
  const asked = upstream.ciba.get(text(body, 'auth_req_id') ?? '');
  if (!asked || asked.client.id !== client.id || asked.decision === 'done') throw refuse('invalid_grant', 'Invalid auth_req_id');
  if (upstream.clock() >= asked.expires) throw refuse('expired_token', 'The demand has expired');
  if (asked.decision === 'deny') throw refuse('access_denied', 'The person refused');
  if (asked.decision === 'waiting') {
    const tooSoon = upstream.clockMs() - asked.lastPoll < INTERVAL * 1_000;
    asked.lastPoll = upstream.clockMs();
    throw tooSoon ? refuse('slow_down', 'Poll less often') : refuse('authorization_pending', 'The person has not answered yet');
  }
  asked.decision = 'done';
  const means = upstream.dialect.means.find(({ value }) => value === asked.means) ?? upstream.dialect.means[0];
  const session = upstream.sessions.open(asked.persona, means, []);
  return upstream.grants.make({ client, session, chosen: [] });
}

/** The back-channel demand of PSC. */
export function cibaRoutes(upstream: Upstream): Router {
  const router = Router();
  router.post(upstream.dialect.issuerPath + upstream.dialect.paths.ciba, hop(upstream, 'other'), (req, res) => {
    const asked = demand(upstream, authenticated(upstream, req), req.body);
    upstream.ciba.set(asked.id, asked);
    send(res, json({ auth_req_id: asked.id, expires_in: EXPIRES_IN, interval: INTERVAL }));
  });
  return router;
}

/** The telephone: every demand that waits, to approve or to refuse. On the wallet's origin. */
export function mobileRoutes(upstream: Upstream): Router {
  const router = Router();
  const waiting = () => [...upstream.ciba.values()].filter((asked) => asked.decision === 'waiting' && upstream.clock() < asked.expires);
  router.get('/mobile', (_req, res) => sendPage(res, 200, mobilePage(upstream.dialect, waiting())));
  router.post('/mobile', (req, res) => {
    const asked = upstream.ciba.get(text(req.body, 'auth_req_id') ?? '');
    const decision = text(req.body, 'decision');
    if (asked?.decision === 'waiting' && (decision === 'approve' || decision === 'deny')) asked.decision = decision;
    res.redirect(303, '/mobile');
  });
  return router;
}
