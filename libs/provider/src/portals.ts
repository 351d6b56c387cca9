import { standingReach, type Standing } from '@habilis/access';
import { revealSecret } from '@habilis/settings';
import type { JWK } from 'jose';
import type { ClientMetadata } from 'oidc-provider';
import { takesMore } from './claims.ts';
import { grantType, type PortalFile } from './portal-schema.ts';

/** A portal: its file, under the name of its file. */
export interface Portal extends PortalFile {
  readonly id: string;
}

/** The portals, from their files; kept in memory, so that no request asks the database who a portal is. */
export class Portals {
  readonly #portals: ReadonlyMap<string, Portal>;
  /** Ids of those that are told more than what a person's own row has. */
  readonly toldMore: readonly string[];

  constructor(files: ReadonlyMap<string, PortalFile>) {
    this.#portals = new Map([...files].map(([id, file]) => [id, { ...file, id }]));
    this.toldMore = this.all().flatMap(({ id, claims }) => (takesMore(claims) ? [id] : []));
  }

  get(id: string | undefined): Portal | undefined {
    return id === undefined ? undefined : this.#portals.get(id);
  }

  /**
   * Who shares pairwise numbers with this portal.
   *
   * @throws Error for a client that is no portal: no number is made up for a stranger
   */
  sectorOf(id: string): string {
    const portal = this.#portals.get(id);
    const sector = portal?.sector ?? (portal?.redirectUris[0] && new URL(portal.redirectUris[0]).host);
    if (!sector) throw new Error(`no sector for ${id}`);
    return sector;
  }

  all(): readonly Portal[] {
    return [...this.#portals.values()];
  }
}

/**
 * Whether a person may be at this portal's doors at `t`: the judgement each sign-in, code, token and grant meets.
 *
 * People's own pages stay open to those who are kept out of the portals: it is where they answer, wait or leave.
 */
export function admits(portal: Pick<Portal, 'kind' | 'organisation'>, standing: Standing, t: Date): boolean {
  if (portal.kind === 'own-account') return standingReach(standing, t) !== 'nowhere';
  return standingReach(standing, t, portal.organisation ?? undefined) === 'portals';
}

/**
 * The same portal in the words of oidc-provider.
 *
 * @throws SettingsError when its secret is not set
 */
export function clientMetadata(portal: Portal, env: NodeJS.ProcessEnv): ClientMetadata {
  const interactive = portal.grants.includes('authorization_code');
  const { authentication } = portal;
  return {
    client_id: portal.id,
    client_name: portal.name,
    token_endpoint_auth_method: authentication.method,
    ...('secret' in authentication && { client_secret: revealSecret(authentication.secret, env) }),
    ...('jwks' in authentication && { jwks: authentication.jwks as { keys: JWK[] } }),
    redirect_uris: portal.redirectUris,
    post_logout_redirect_uris: portal.postLogoutRedirectUris,
    ...(portal.backchannelLogoutUri && { backchannel_logout_uri: portal.backchannelLogoutUri, backchannel_logout_session_required: true }),
    grant_types: portal.grants.map(grantType),
    response_types: interactive ? ['code'] : [],
    scope: portal.scopes.join(' '),
    subject_type: interactive ? portal.subject : 'public',
    id_token_signed_response_alg: portal.idTokenAlg,
    require_pushed_authorization_requests: portal.requirePar,
    dpop_bound_access_tokens: portal.dpop,
    contacts: [portal.contact],
  };
}
