import { mustBeFresh } from '@habilis/credentials';
import type { Clock } from '@habilis/kernel';
import type { RequestHandler } from 'express';

/**
 * Acts of the console that open a door or hand out power. They ask for a proof of the last five minutes, so that a screen
 * left alone gives nothing away. What shuts a door is never slowed down.
 *
 * @fr actes sensibles
 */
const OPENING: readonly RegExp[] = [
  /^\/api\/console\/v1\/members\/[^/]+\/(approve|grants|departure\/cancel)$/,
  /^\/api\/console\/v1\/members\/[^/]+\/holds\/[^/]+\/lift$/,
  /^\/api\/console\/v1\/doubts\/[^/]+\/settle$/,
  /^\/api\/console\/v1\/charters\/[^/]+\/versions$/,
  /^\/api\/console\/v1\/recoveries\/[^/]+\/grant$/,
  /^\/api\/console\/v1\/policies\/[^/]+\/publish$/,
  /^\/api\/console\/v1\/invitations(\/import|\/[^/]+\/resend)?$/,
];

/** Where one answers yes or no: only a yes opens. */
const ANSWERED = /^\/api\/console\/v1\/role-requests\/[^/]+\/answer$/;

/** Refuses such an act of someone whose proof is old. Machines prove themselves with each token; a preview does nothing. */
export function freshForOpening(clock: Clock): RequestHandler {
  return (request, _response, next) => {
    const { webSession, bearer, method, path, body = {} } = request;
    const opens = OPENING.some((each) => each.test(path)) || (ANSWERED.test(path) && (body as { agree?: unknown }).agree === true);
    const acts = method === 'POST' && request.query['preview'] !== 'true' && opens;
    if (acts && webSession && !bearer) mustBeFresh({ acr: webSession.acr, at: webSession.authTime }, clock.now());
    next();
  };
}
