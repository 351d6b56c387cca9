import type { Callers, CallingClients } from '@habilis/access';
import type { RequestHandler } from 'express';

/** Where portals ask for decisions; their token is looked at there. */
const DECISIONS = /^\/access\/v1\//;

const API = /^\/api\//;

/**
 * Says which machine is asking, from its bearer token, for the API of the console.
 *
 * A request that carries a token is judged by it alone: the cookie of a browser it may come from counts for nothing.
 */
export function recogniseMachine(calling: CallingClients, callers: Callers): RequestHandler {
  return async (request, _response, next) => {
    if (DECISIONS.test(request.path)) request.bearer = true;
    if (API.test(request.path) && request.headers.authorization !== undefined) {
      request.bearer = true;
      delete request.me;
      const client = await calling.identify(request.headers.authorization);
      if (client) request.me = await callers.forClient(client.clientId);
    }
    next();
  };
}
