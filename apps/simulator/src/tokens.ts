import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { strike, type Subject } from './active-faults.ts';
import type { Grant, IssuedToken } from './grants.ts';
import { ID_TOKEN_EFFECTS, seal, type IdTokenContext, type IdTokenDraft } from './id-token-faults.ts';
import { toldIdentity } from './identity-faults.ts';
import type { Identity } from './identity.ts';
import { signedBy, type Claims } from './jws.ts';
import type { Upstream } from './upstream.ts';

export const subjectOf = (grant: Grant): Subject => ({ persona: grant.session.persona.id, chosen: grant.chosen });

/** Claims shared by the access token and its introspection. */
export function sessionClaims(upstream: Upstream, grant: Grant, who: Identity): Claims {
  const { session } = grant;
  return {
    auth_time: upstream.told(session.authTime),
    iss: upstream.issuer,
    sub: who.sub,
    azp: grant.client.id,
    nonce: grant.nonce ?? '',
    session_state: session.sid,
    acr: 'eidas3',
    scope: upstream.dialect.grantedScope,
    sid: session.sid,
    authMode: session.means.value,
    otherIds: who.otherIds,
    preferred_username: who.nationalId ?? '',
  };
}

async function accessToken(upstream: Upstream, grant: Grant, who: Identity): Promise<string> {
  const issued = upstream.clock();
  const expires = issued + upstream.settings.accessTokenSeconds;
  const jti = randomUUID();
  const times = { exp: upstream.told(expires), iat: upstream.told(issued), jti };
  const token = await signedBy(upstream.keys.signing, { ...times, ...sessionClaims(upstream, grant, who), typ: 'Bearer' });
  upstream.grants.keep(token, { kind: 'access', grant, issued, expires, jti });
  return token;
}

function refreshToken(upstream: Upstream, grant: Grant): string {
  const issued = upstream.clock();
  const token = randomBytes(48).toString('base64url');
  const issuedToken: IssuedToken = {
    kind: 'refresh',
    grant,
    issued,
    expires: issued + upstream.settings.refreshTokenSeconds,
    jti: randomUUID(),
  };
  upstream.grants.keep(token, issuedToken);
  return token;
}

function idTokenClaims(upstream: Upstream, grant: Grant, who: Identity, access: string): Claims {
  const { session, client } = grant;
  const acr = upstream.settings.acr === 'means' ? session.means.acr : upstream.settings.acr;
  return {
    iss: upstream.issuer,
    sub: who.sub,
    aud: client.id,
    azp: client.id,
    exp: upstream.now() + upstream.settings.accessTokenSeconds,
    iat: upstream.now(),
    auth_time: upstream.told(session.authTime),
    jti: randomUUID(),
    typ: 'ID',
    ...(grant.nonce === undefined ? {} : { nonce: grant.nonce }),
    session_state: session.sid,
    sid: session.sid,
    at_hash: createHash('sha256').update(access).digest().subarray(0, 16).toString('base64url'),
    ...(acr === 'absent' ? {} : { acr }),
    ...(session.means.amr ? { amr: session.means.amr } : {}),
    ...(upstream.dialect.name === 'psc' && who.nationalId !== undefined ? { preferred_username: who.nationalId } : {}),
  };
}

async function idToken(upstream: Upstream, grant: Grant, who: Identity, access: string): Promise<string> {
  const context: IdTokenContext = { upstream, client: grant.client };
  const { signing } = upstream.keys;
  const header = { alg: signing.alg, typ: 'JWT', kid: signing.kid };
  const draft: IdTokenDraft = { header, claims: idTokenClaims(upstream, grant, who, access), key: signing.privateKey };
  return seal(await strike(upstream.faults, ID_TOKEN_EFFECTS, subjectOf(grant), draft, context));
}

/** The token response of Keycloak, or the shorter one of a provider that refreshes nothing. */
export async function tokenResponse(upstream: Upstream, grant: Grant, keptRefresh?: string): Promise<Record<string, unknown>> {
  const who = await toldIdentity(upstream, grant.session.persona, subjectOf(grant));
  const access = await accessToken(upstream, grant, who);
  const common = {
    access_token: access,
    expires_in: upstream.settings.accessTokenSeconds,
    token_type: 'Bearer',
    id_token: await idToken(upstream, grant, who, access),
  };
  if (!upstream.dialect.refreshTokens) return { ...common, scope: upstream.dialect.grantedScope };
  return {
    ...common,
    refresh_expires_in: upstream.settings.refreshTokenSeconds,
    refresh_token: keptRefresh ?? refreshToken(upstream, grant),
    'not-before-policy': 0,
    session_state: grant.session.sid,
    scope: upstream.dialect.grantedScope,
  };
}
