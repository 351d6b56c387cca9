import type { Clock } from '@habilis/kernel';
import type { Configuration } from 'oidc-provider';
import { LIFETIME } from '../lifetimes.ts';
import type { Portals } from '../portals.ts';

/** How long each kind of record lives; a portal's file has the last word on its tokens. */
export function lifetimes(portals: Portals, clock: Clock): Configuration['ttl'] {
  const seconds = () => Math.floor(clock.now().getTime() / 1000);
  return {
    AccessToken: (_ctx, _token, client) => portals.get(client.clientId)!.ttl.accessToken,
    AuthorizationCode: LIFETIME.authorizationCode,
    ClientCredentials: LIFETIME.clientCredentials,
    DeviceCode: LIFETIME.deviceCode,
    Grant: LIFETIME.grant,
    IdToken: LIFETIME.idToken,
    Interaction: LIFETIME.interaction,
    // Rotation hands the remaining time on: a token stolen and refreshed for ever would outlive its person's stay.
    RefreshToken: (ctx, _token, client) =>
      ctx?.oidc.entities.RotatedRefreshToken?.remainingTTL ?? portals.get(client.clientId)!.ttl.refreshToken,
    Session: (_ctx, session) => {
      const { since = seconds() } = session as { since?: number };
      return Math.max(1, Math.min(LIFETIME.sessionIdle, since + LIFETIME.session - seconds()));
    },
  };
}
