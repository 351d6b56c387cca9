import type { Configuration } from 'oidc-provider';

/**
 * What an access token remembers of the sign-in behind it: how surely, and when.
 *
 * Introspection tells it to the API that must know whether that is enough, so that it can ask for more.
 *
 * @source RFC9470 6.2
 */
export const tokenLevel: NonNullable<Configuration['extraTokenClaims']> = ({ oidc: { entities } }) => {
  const { AuthorizationCode: code, RefreshToken: refresh, DeviceCode: device } = entities;
  const { acr, authTime } = code ?? refresh ?? device ?? {};
  if (acr === undefined && authTime === undefined) return undefined;
  return { ...(acr !== undefined && { acr }), ...(authTime !== undefined && { auth_time: authTime }) };
};
