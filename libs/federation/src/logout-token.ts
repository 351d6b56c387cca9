import { Refusal, type Clock } from '@habilis/kernel';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';
import type { Metadata } from './metadata.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { UpstreamSettings } from './upstream-settings.ts';

/** An upstream tells that one of its sessions is over, or all those of a person. */
export interface LogoutOrder {
  readonly jti: string;
  readonly sid: string | null;
  readonly subject: string | null;
  /** When the token is of no use any more; its `jti` need not be remembered longer. */
  readonly until: Date;
}

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const MAX_LENGTH = 16_384;
/** An old token proves nothing about now. */
const MAX_AGE_SECONDS = 300;

/**
 * Reads a logout token as OpenID Connect Back-Channel Logout 2.6 asks.
 *
 * Whether its `jti` was seen before is for the store to say, in the transaction that ends the sessions.
 *
 * @throws Refusal `upstream.logout-token-refused` (invalid), or `upstream.unreachable` (busy) when its keys cannot be read
 */
export async function verifyLogoutToken(
  token: string,
  settings: UpstreamSettings,
  metadata: Metadata,
  keys: SigningKeys,
  clock: Clock,
): Promise<LogoutOrder> {
  if (token.length > MAX_LENGTH) throw refused('too-long');
  const payload = await verified(token, settings, metadata, keys, clock);
  const { jti, sub, iat, events } = payload;
  const sid = payload['sid'];
  if ('nonce' in payload) throw refused('nonce');
  if (typeof events !== 'object' || events === null || !Object.hasOwn(events, EVENT)) throw refused('events');
  if (typeof jti !== 'string' || jti === '' || jti.length > 255) throw refused('jti');
  if (typeof sid !== 'string' && typeof sub !== 'string') throw refused('about-nobody');
  return {
    jti,
    sid: typeof sid === 'string' ? sid : null,
    subject: typeof sub === 'string' ? sub : null,
    until: new Date((iat! + MAX_AGE_SECONDS + settings.clockTolerance) * 1000),
  };
}

async function verified(
  token: string,
  settings: UpstreamSettings,
  metadata: Metadata,
  keys: SigningKeys,
  clock: Clock,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(
      token,
      async (header, input) =>
        createLocalJWKSet((await keys.holding(header.kid, metadata.jwks_uri)) as unknown as JSONWebKeySet)(header, input),
      {
        issuer: metadata.issuer,
        audience: settings.client.id,
        algorithms: [...settings.algorithms],
        clockTolerance: settings.clockTolerance,
        maxTokenAge: MAX_AGE_SECONDS,
        requiredClaims: ['iat', 'jti', 'events'],
        currentDate: clock.now(),
      },
    );
    return payload;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw refused((error as { claim?: string; code?: string }).claim ?? (error as { code?: string }).code?.toLowerCase() ?? 'malformed');
  }
}

const refused = (cause: string) => new Refusal('upstream.logout-token-refused', 'invalid', { cause });
