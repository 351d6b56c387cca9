import type { UpstreamName } from './clients.ts';
import type { Settings } from './settings.ts';

/** A means of authentication offered on the login page, and what the tokens say of it. */
export interface Means {
  readonly value: string;
  readonly label: string;
  readonly acr: string;
  readonly amr?: readonly string[];
  /** Shows a two-digit number to approve on the phone. */
  readonly phone?: boolean;
}

/** What differs between the two upstreams: addresses, means and habits. Endpoint paths follow the issuer. */
export interface Dialect {
  readonly name: UpstreamName;
  readonly title: string;
  readonly issuerPath: string;
  /** On the wallet's origin when the upstream has one. */
  readonly authorizePath: string;
  readonly paths: {
    discovery: string;
    token: string;
    userinfo: string;
    jwks: string;
    logout: string;
    introspect: string;
    revoke: string;
    ciba: string;
  };
  readonly means: readonly [Means, ...Means[]];
  readonly refreshTokens: boolean;
  readonly grantedScope: string;
  readonly requiredScopes: readonly string[];
  readonly requiredAcr?: string;
  readonly cookie: string;
  readonly settings: Partial<Settings>;
}

const KEYCLOAK = '/protocol/openid-connect';

export const PSC: Dialect = {
  name: 'psc',
  title: 'Pro Santé Connect',
  issuerPath: '/auth/realms/esante-wallet',
  authorizePath: '/auth',
  paths: {
    discovery: '/.well-known/wallet-openid-configuration',
    token: `${KEYCLOAK}/token`,
    userinfo: `${KEYCLOAK}/userinfo`,
    jwks: `${KEYCLOAK}/certs`,
    logout: `${KEYCLOAK}/logout`,
    introspect: `${KEYCLOAK}/token/introspect`,
    revoke: `${KEYCLOAK}/revoke`,
    ciba: `${KEYCLOAK}/ext/ciba/auth`,
  },
  means: [
    { value: 'CARD', label: 'Carte CPS', acr: 'eidas1' },
    { value: 'MOBILE', label: 'Application e-CPS', acr: 'eidas1', phone: true },
    { value: 'DELEGATED', label: 'Mon établissement (délégation)', acr: 'eidas1', amr: ['swk', 'mfa', 'pwd'] },
  ],
  refreshTokens: true,
  grantedScope: 'openid profile scope_all identity',
  requiredScopes: ['openid', 'scope_all'],
  requiredAcr: 'eidas1',
  cookie: 'SIMULATOR_PSC',
  settings: {},
};

/** After AutoConnectSSO, an IdentityServer (paths seen in a public client; claims are ours) */
export const ENRS: Dialect = {
  name: 'enrs',
  title: 'ENRS',
  issuerPath: '/AutoConnectSSO/idserver',
  authorizePath: '/AutoConnectSSO/idserver/connect/authorize',
  paths: {
    discovery: '/.well-known/openid-configuration',
    token: '/connect/token',
    userinfo: '/connect/userinfo',
    jwks: '/.well-known/openid-configuration/jwks',
    logout: '/connect/endsession',
    introspect: '/connect/introspect',
    revoke: '/connect/revocation',
    ciba: '/connect/ciba',
  },
  means: [
    { value: 'PASSWORD', label: 'Mot de passe', acr: 'enrs1', amr: ['pwd'] },
    { value: 'PASSWORD-OTP', label: 'Mot de passe et code reçu', acr: 'enrs2', amr: ['pwd', 'otp'] },
  ],
  refreshTokens: false,
  grantedScope: 'openid profile',
  requiredScopes: ['openid'],
  cookie: 'SIMULATOR_ENRS',
  settings: { issOnCallback: false },
};
