import { errors, type Client, type ResourceServer } from 'oidc-provider';
import type { Portals } from '../portals.ts';

/**
 * APIs a portal may ask tokens for, as its file lists them.
 *
 * Tokens are opaque for APIs too: an API asks us at each use, so a suspension is felt at once, where a signed
 * token would go on being believed until it expires.
 *
 * @throws InvalidTarget for an API the portal's file does not name
 */
export function resourceServerOf(portals: Portals, resource: string, client: Client): ResourceServer {
  const portal = portals.get(client.clientId);
  const known = portal?.resources.find(({ uri }) => uri === resource);
  if (!portal || !known) throw new errors.InvalidTarget();
  return {
    scope: known.scopes.join(' '),
    audience: known.uri,
    accessTokenFormat: 'opaque',
    accessTokenTTL: portal.ttl.accessToken,
  };
}

/** Whether a portal may learn what a token is worth: it is its own, or it was made for an API it serves. */
export function mayIntrospect(portals: Portals, client: Client, token: { clientId?: string | undefined; aud?: unknown }): boolean {
  return (
    token.clientId === client.clientId || (typeof token.aud === 'string' && !!portals.get(client.clientId)?.serves.includes(token.aud))
  );
}
