import { ACR } from '@habilis/credentials';
import type { AdapterFactory, Configuration } from 'oidc-provider';
import { SCOPES } from '../claims.ts';
import type { SigningKeys } from '../keys.ts';
import type { PairwiseSubjects } from '../pairwise.ts';
import type { PolicyOptions } from '../policy/policy-options.ts';
import { signInPolicy } from '../policy/sign-in.ts';
import { clientMetadata } from '../portals.ts';
import type { Screens } from '../screens.ts';
import { accountOf } from './account.ts';
import { cookies } from './cookies.ts';
import { features } from './features.ts';
import { lifetimes } from './lifetimes.ts';
import { tokenLevel } from './token-level.ts';

export interface ConfigurationOptions extends PolicyOptions {
  readonly issuer: string;
  readonly adapter: AdapterFactory;
  readonly keys: SigningKeys;
  readonly cookieKeys: readonly string[];
  readonly subjects: PairwiseSubjects;
  readonly screens: Screens;
  /** How the engine calls out: portals may be on private networks that the operator lists. */
  readonly fetch: typeof fetch;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The engine's configuration, whole.
 *
 * Code flow with S256 for every client, and nothing else at the authorization endpoint; every refresh token
 * is rotated; redirect addresses are compared exactly and never left out.
 */
export function configuration(options: ConfigurationOptions): Configuration {
  const { portals, people, screens, subjects } = options;
  return {
    adapter: options.adapter,
    clients: portals.all().map((each) => clientMetadata(each, options.env)),
    jwks: { keys: options.keys.signing() },
    acrValues: [...ACR],
    scopes: Object.keys(SCOPES),
    claims: { ...Object.fromEntries(Object.entries(SCOPES).map(([scope, claims]) => [scope, [...claims]])) },
    responseTypes: ['code'],
    // The engine takes a posted secret for a basic one; left out here, it is taken for neither.
    clientAuthMethods: ['client_secret_basic', 'private_key_jwt', 'none'],
    subjectTypes: ['public', 'pairwise'],
    pairwiseIdentifier: (_ctx, accountId, client) => subjects.subjectFor(portals.sectorOf(client.clientId), accountId),
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    conformIdTokenClaims: true,
    clientBasedCORS: () => false,
    cookies: cookies(options.issuer, options.cookieKeys),
    ttl: lifetimes(portals, options.clock),
    features: features(portals, screens),
    interactions: { policy: signInPolicy(options), url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    extraTokenClaims: tokenLevel,
    findAccount: (ctx, accountId) => accountOf(ctx, accountId, portals, people),
    // Without offline_access the token lives and dies with the session; with it, with the grant.
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    renderError: screens.error,
    fetch: options.fetch,
    clockTolerance: 5,
  };
}
