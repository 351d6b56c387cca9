import type { ForgeryGuard } from '@habilis/http';
import type { Hidden } from '@habilis/pages';
import type { Request, RequestHandler } from 'express';

/** Addresses that others call: upstreams, by the browsers they send back or by themselves. */
const CALLBACK = /^\/upstream\/[\w-]+\/callback$/;
const LOGOUT = /^\/upstream\/[\w-]+\/backchannel-logout$/;

/** A rule for every address but the callbacks, where a wrong one is a refused sign-in: with its page and its fact. */
export const exceptCallbacks =
  (rule: RequestHandler): RequestHandler =>
  (request, response, next) =>
    CALLBACK.test(request.path) ? next() : rule(request, response, next);

/** Logout tokens come from machines, which have no origin, and are proof enough by themselves: no browser adds one. */
export const admitLogoutTokens: RequestHandler = (request, _response, next) => {
  if (request.method === 'POST' && LOGOUT.test(request.path)) request.bearer = true;
  next();
};

/**
 * Refuses what another site's page sends: whoever could make someone leave for an upstream could sign them in as
 * they please. The session's token is for the guard of the whole application to check, once.
 *
 * @throws Refusal `request.cross-site` (forbidden)
 */
export function mustComeFromHere(forgery: ForgeryGuard, request: object): void {
  forgery.check(Object.create(request, { me: { value: undefined } }) as Request);
}

/** What a form must carry when the person has a session of their own with us. */
export const hiddenOf = ({ csrf }: { csrf?: string | undefined }): Hidden => (csrf ? { csrf } : {});
