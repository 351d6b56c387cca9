import { jwtVerify } from 'jose';
import type { Issuer } from './issuer.ts';
import type { Settings } from './settings.ts';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** Whose sessions end: that session's when one is named, every one of that person otherwise. */
export interface Ended {
  readonly sub?: string | undefined;
  readonly sid?: string | undefined;
}

/**
 * Reads a logout token; undefined when Habilis has not signed it for this portal.
 *
 * @source OIDC-BCL
 */
export async function readLogoutToken(token: string, issuer: Issuer, { issuer: iss, clientId }: Settings): Promise<Ended | undefined> {
  const { keys } = await issuer.addresses();
  const expected = { issuer: iss, audience: clientId, typ: 'logout+jwt', maxTokenAge: 300, clockTolerance: 30 };
  const verified = await jwtVerify(token, keys, { ...expected, requiredClaims: ['iat', 'jti', 'events'] }).catch(() => undefined);
  if (!verified) return undefined;
  const { events, nonce, sid, sub } = verified.payload;
  const isLogout = typeof events === 'object' && events !== null && Object.hasOwn(events, EVENT) && nonce === undefined;
  return isLogout && (typeof sid === 'string' || sub !== undefined) ? { sub, sid: typeof sid === 'string' ? sid : undefined } : undefined;
}
