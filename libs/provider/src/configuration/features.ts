import type { Configuration } from 'oidc-provider';
import { errors } from 'oidc-provider';
import type { Portals } from '../portals.ts';
import type { Screens } from '../screens.ts';
import { mayIntrospect, resourceServerOf } from './resources.ts';

/** What the engine offers. What is not named here stays as the engine has it, or off. */
export function features(portals: Portals, screens: Screens): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    claimsParameter: { enabled: true },
    clientCredentials: { enabled: true },
    dPoP: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    introspection: { enabled: true, allowedPolicy: async (_ctx, client, token) => mayIntrospect(portals, client, token) },
    revocation: {
      enabled: true,
      allowedPolicy: async (_ctx, client, token) => {
        if (token.clientId === client.clientId) return true;
        throw new errors.InvalidRequest('client is not authorized to revoke the presented token');
      },
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: (_ctx, _client, oneOf) => oneOf?.[0] ?? [],
      useGrantedResource: () => false,
      getResourceServerInfo: (_ctx, resource, client) => resourceServerOf(portals, resource, client),
    },
    rpInitiatedLogout: { enabled: true, logoutSource: screens.signOut, postLogoutSuccessSource: screens.signedOut },
    deviceFlow: {
      enabled: true,
      charset: 'base-20',
      mask: '****-****',
      userCodeInputSource: screens.deviceCode,
      userCodeConfirmSource: screens.deviceConfirm,
      successSource: screens.deviceDone,
    },
  };
}
