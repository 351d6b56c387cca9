import { createHash, timingSafeEqual } from 'node:crypto';
import { Refusal, type Clock } from '@habilis/kernel';
import * as oidc from 'openid-client';
import { levelOf, methodsOf } from './assurance.ts';
import { configuration, type Parts } from './client-configuration.ts';
import type { Metadata } from './metadata.ts';
import type { Proof } from './proof.ts';
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
    const userinfo = settings.userinfo ? await userinfoOf(config, tokens.access_token, claims.sub) : {};
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

/** A challenge there is about the access token it has just given, not about who we are. */
export async function userinfoOf(config: oidc.Configuration, accessToken: string, subject: string): Promise<oidc.UserInfoResponse> {
  try {
    return await oidc.fetchUserInfo(config, accessToken, subject);
  } catch (error) {
    if (error instanceof oidc.WWWAuthenticateChallengeError)
      throw new Refusal('upstream.answer-refused', 'forbidden', { cause: 'challenge' });
    throw error;
  }
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
