import { Router, type Request, type Response } from 'express';
import { strike, type Subject } from './active-faults.ts';
import { addressee, authorizationRequest, brokenRule, paramsOf, type AuthorizationRequest, type Problem } from './authorization-request.ts';
import { CALLBACK_EFFECTS, callbackUrl, type Callback } from './callback-faults.ts';
import { cookieOf, setSessionCookie } from './cookies.ts';
import { hop } from './hop.ts';
import { IDENTITY_EFFECTS } from './identity-faults.ts';
import { loginPage, problemPage, sendPage } from './pages.ts';
import { personaById, type Persona } from './personas.ts';
import type { SsoSession } from './sessions.ts';
import type { Transactions } from './transactions.ts';
import type { Upstream } from './upstream.ts';

const UNKNOWN = 'Ce service ou son adresse de retour ne sont pas connus. Rien ne lui a été envoyé.';

/** Back to the service: a code or an error, with `state` and, when announced, `iss`. */
async function sendBack(
  res: Response,
  upstream: Upstream,
  asked: AuthorizationRequest,
  result: [string, string][],
  subject: Subject,
): Promise<void> {
  const callback: Callback = { redirectUri: asked.redirectUri, params: result, fragment: false };
  if (asked.state !== undefined) callback.params.push(['state', asked.state]);
  if (upstream.settings.issOnCallback) callback.params.push(['iss', upstream.issuer]);
  await strike(upstream.faults, CALLBACK_EFFECTS, subject, callback, upstream);
  res.redirect(303, callbackUrl(callback));
}

export const sendError = (res: Response, upstream: Upstream, asked: AuthorizationRequest, { error, description }: Problem) =>
  sendBack(
    res,
    upstream,
    asked,
    [
      ['error', error],
      ['error_description', description],
    ],
    {},
  );

/** The session signs in to this service: a code, bound to client, address and challenge. */
export async function signIn(res: Response, upstream: Upstream, asked: AuthorizationRequest, session: SsoSession): Promise<void> {
  const persona = session.persona.id;
  // Counted faults about the person hold for the whole sign-in, so that ID token and userinfo tell the same story.
  const counted = upstream.faults.takeCounted((fault) => Object.hasOwn(IDENTITY_EFFECTS, fault), { persona });
  const chosen = [...session.chosen, ...counted];
  const { client, redirectUri, nonce, challenge } = asked;
  const grant = upstream.grants.make({ client, redirectUri, nonce, challenge, session, chosen });
  session.services.set(redirectUri, { client, redirectUri });
  const code = upstream.grants.issueCode(grant, upstream.settings.codeSeconds);
  await sendBack(
    res,
    upstream,
    asked,
    [
      ['session_state', session.sid],
      ['code', code],
    ],
    { persona, chosen },
  );
}

function usableSession(req: Request, upstream: Upstream, asked: AuthorizationRequest): SsoSession | undefined {
  if (upstream.faults.take((fault) => fault === 'sso-ignores-prompt', {}).length > 0) return upstream.sessions.latest();
  const session = upstream.sessions.use(cookieOf(req, upstream));
  if (!session || asked.prompt.includes('login')) return undefined;
  if (asked.persona !== undefined && session.persona.id !== asked.persona) return undefined;
  return asked.maxAge !== undefined && upstream.clock() - session.authTime > asked.maxAge ? undefined : session;
}

/** `login_hint=persona:<id>` signs that person in without a page, for tests that speak HTTP only. */
function hinted(upstream: Upstream, asked: AuthorizationRequest): Persona | undefined {
  const persona = personaById(asked.persona);
  return persona && upstream.personas.includes(persona) ? persona : undefined;
}

/** The authorization endpoint. Wrong client or address: a page, never a redirection. */
export function authorizeRoutes(upstream: Upstream, transactions: Transactions): Router {
  const router = Router();
  const { authorizePath } = upstream.dialect;
  const authorize = async (req: Request, res: Response) => {
    const params = paramsOf(req);
    const to = addressee(upstream, params);
    if (!to) return sendPage(res, 400, problemPage(upstream.dialect, UNKNOWN, 'invalid_request: client_id, redirect_uri'));
    const asked = authorizationRequest(to, params);
    const problem = brokenRule(upstream, params);
    if (problem) return sendError(res, upstream, asked, problem);
    const session = usableSession(req, upstream, asked);
    if (session) return signIn(res, upstream, asked, session);
    if (asked.prompt.includes('none')) return sendError(res, upstream, asked, { error: 'login_required', description: 'No session' });
    const persona = hinted(upstream, asked);
    if (persona)
      return signIn(res, upstream, asked, setSessionCookie(res, upstream, upstream.sessions.open(persona, upstream.dialect.means[0], [])));
    showLogin(res, upstream, transactions.open(asked), asked);
  };
  router.get(authorizePath, hop(upstream, 'authorize'), authorize);
  router.post(authorizePath, hop(upstream, 'authorize'), authorize);
  return router;
}

export function showLogin(res: Response, upstream: Upstream, transaction: string, asked: AuthorizationRequest, problem?: string): void {
  const { dialect, personas } = upstream;
  const means =
    (asked.localProvider !== undefined && dialect.means.find(({ value }) => value === 'DELEGATED')?.value) || dialect.means[0].value;
  const page = loginPage({ dialect, action: dialect.authorizePath, transaction, personas, means, problem });
  sendPage(res, 200, page, [new URL(asked.redirectUri).origin]);
}
