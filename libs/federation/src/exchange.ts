import { createHash, timingSafeEqual } from 'node:crypto';
import { Refusal, type Clock } from '@habilis/kernel';
import * as oidc from 'openid-client';
import { levelOf, methodsOf } from './assurance.ts';
import type { Metadata } from './metadata.ts';
import { jsonOf, safeJson, type Answer, type Outgoing } from './outgoing.ts';
import type { Proof } from './proof.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { UpstreamSettings } from './upstream-settings.ts';
import { whyRefused } from './why.ts';

/** What a sign-in was started with, and must come back to. */
export interface Expected {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string | null;
  readonly startedAt: Date;
  /** The person was asked to authenticate again, whatever session the upstream holds. */
  readonly fresh: boolean;
}

interface Parts {
  readonly id: string;
  readonly settings: UpstreamSettings;
  readonly secret: string | undefined;
  readonly outgoing: Outgoing;
  readonly keys: SigningKeys;
  readonly clock: Clock;
}

/**
 * Turns the code of one callback into a proof of who signed in, or refuses.
 *
 * openid-client makes the requests and does the validation (client authentication, PKCE, state, nonce, iss of RFC 9207,
 * signature, issuer, audience, azp, times, userinfo subject); what it leaves to its user is below, one check a line.
 *
 * @param callback our callback address with the parameters that came back
 * @throws Refusal `upstream.…` naming the check that failed
 */
export async function exchange(parts: Parts, metadata: Metadata, callback: URL, expected: Expected): Promise<Proof> {
  try {
    const { settings } = parts;
    const config = configuration(parts, metadata);
    const maxAge = expected.fresh ? undefined : settings.request.maxAge;
    const tokens = await oidc.authorizationCodeGrant(config, callback, {
      expectedState: expected.state,
      expectedNonce: expected.nonce,
      idTokenExpected: true,
      ...(expected.verifier !== null && { pkceCodeVerifier: expected.verifier }),
      ...(maxAge !== undefined && { maxAge }),
    });
    const idToken = tokens.id_token!;
    const claims = tokens.claims()! as Readonly<Record<string, unknown>> & oidc.IDToken;
    checkSubject(claims.sub);
    checkAuthorizedParty(claims['azp'], settings);
    checkIssuedAt(claims.iat, settings, parts.clock);
    checkAccessTokenHash(claims['at_hash'], tokens.access_token, idToken);
    if (expected.fresh) checkFresh(claims.auth_time, expected.startedAt, settings);
    const level = levelOf(claims['acr'], settings.assurance);
    const userinfo = settings.userinfo ? await oidc.fetchUserInfo(config, tokens.access_token, claims.sub) : {};
    const all = { ...claims, ...userinfo };
    return {
      upstream: parts.id,
      issuer: metadata.issuer,
      subject: claims.sub,
      sid: shortText(claims['sid']),
      authTime: typeof claims.auth_time === 'number' ? new Date(claims.auth_time * 1000) : null,
      level,
      methods: methodsOf(all, settings.assurance),
      claims: all,
      idToken,
      refreshToken: settings.refresh === 'recheck' ? (tokens.refresh_token ?? null) : null,
    };
  } catch (error) {
    throw whyRefused(error);
  }
}

/** Made anew for each exchange: the keys it sees are those of our cache, chosen for this very token. */
function configuration(parts: Parts, metadata: Metadata): oidc.Configuration {
  const { settings, secret } = parts;
  const server: oidc.ServerMetadata = {
    ...metadata,
    code_challenge_methods_supported: [...(metadata.code_challenge_methods_supported ?? [])],
    // What we accept, not what is advertised: PSC lists HS256, and `none` for userinfo.
    id_token_signing_alg_values_supported: [...settings.algorithms],
    userinfo_signing_alg_values_supported: [...settings.algorithms],
    authorization_response_iss_parameter_supported:
      settings.issParameter === 'required' || metadata.authorization_response_iss_parameter_supported === true,
    ...(metadata.userinfo_endpoint && { userinfo_endpoint: withQuery(metadata.userinfo_endpoint, settings.userinfo?.query) }),
  };
  const client = { [oidc.clockTolerance]: settings.clockTolerance };
  const config = new oidc.Configuration(server, settings.client.id, client, authentication(settings, secret));
  config[oidc.customFetch] = guardedFetch(parts, metadata);
  oidc.allowInsecureRequests(config); // which addresses are good is decided by Outgoing, from the settings
  oidc.enableNonRepudiationChecks(config); // without it a forged ID token passes
  return config;
}

const AUTHENTICATION = {
  client_secret_basic: oidc.ClientSecretBasic,
  client_secret_post: oidc.ClientSecretPost,
  tls_client_auth: () => oidc.TlsClientAuth(),
} as const;

const authentication = ({ client }: UpstreamSettings, secret: string | undefined) => AUTHENTICATION[client.authentication](secret);

/** Every request of openid-client goes through our own rules; the keys come from our cache, for the key just named. */
function guardedFetch({ outgoing, keys }: Parts, metadata: Metadata): oidc.CustomFetch {
  let kid: string | undefined;
  return async (url, { method, headers, body }) => {
    if (url === metadata.jwks_uri) return Response.json(await keys.holding(kid, url));
    const answer = await outgoing.call(url, { method, headers, ...(body && { body: String(body) }) });
    const text = answer.type === 'application/jwt' ? answer.text : JSON.stringify(bodyOf(answer));
    kid = keyNamedIn(answer.type === 'application/jwt' ? text : safeJson(text)['id_token']) ?? kid;
    return new Response(text, { status: answer.status, headers: forwarded(answer) });
  };
}

/** Errors of OAuth come as 4xx with a JSON body, which openid-client reads; anything else that is no JSON is refused here. */
function bodyOf(answer: Answer): Record<string, unknown> {
  return answer.status >= 400 && answer.status < 500 && answer.type === 'application/json' ? safeJson(answer.text) : jsonOf(answer);
}

function forwarded({ type, headers }: Answer): Record<string, string> {
  const challenge = headers.get('www-authenticate');
  return { 'content-type': type, ...(challenge && { 'www-authenticate': challenge }) };
}

function keyNamedIn(token: unknown): string | undefined {
  try {
    const { kid } = JSON.parse(Buffer.from(String(token).split('.')[0]!, 'base64url').toString()) as { kid?: unknown };
    return typeof kid === 'string' ? kid : undefined;
  } catch {
    return undefined;
  }
}

function withQuery(address: string, query: Readonly<Record<string, string>> = {}): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

const refuse = (code: string): never => {
  throw new Refusal(code, 'forbidden');
};

function checkSubject(subject: string): void {
  if (!/^[\x21-\x7e]{1,255}$/.test(subject)) refuse('upstream.token-subject');
}

/** openid-client looks at azp only when there are several audiences. */
function checkAuthorizedParty(azp: unknown, { client }: UpstreamSettings): void {
  if (azp !== undefined && azp !== client.id) refuse('upstream.token-audience');
}

function checkIssuedAt(iat: number, { clockTolerance }: UpstreamSettings, clock: Clock): void {
  if (iat * 1000 > clock.now().getTime() + clockTolerance * 1000) refuse('upstream.token-time');
}

function checkFresh(authTime: number | undefined, startedAt: Date, { clockTolerance }: UpstreamSettings): void {
  if (authTime === undefined || (authTime + clockTolerance) * 1000 < startedAt.getTime()) refuse('upstream.authentication-too-old');
}

/** OpenID Connect Core 3.1.3.8: the access token must be the one this ID token was issued with. */
function checkAccessTokenHash(expected: unknown, accessToken: string, idToken: string): void {
  if (expected === undefined) return;
  const { alg } = JSON.parse(Buffer.from(idToken.split('.')[0]!, 'base64url').toString()) as { alg: string };
  const digest = createHash(`sha${/(256|384|512)$/.exec(alg)?.[1] ?? '512'}`)
    .update(accessToken)
    .digest();
  const half = digest.subarray(0, digest.length / 2);
  const told = Buffer.from(String(expected), 'base64url');
  if (told.length !== half.length || !timingSafeEqual(told, half)) refuse('upstream.token-hash');
}

const shortText = (value: unknown) => (typeof value === 'string' && value !== '' && value.length <= 255 ? value : null);
