import { Refusal } from '@habilis/kernel';
import * as oidc from 'openid-client';
import { configuration, type Parts } from './client-configuration.ts';
import { userinfoOf } from './exchange.ts';
import type { Metadata } from './metadata.ts';
import { whyRefused } from './why.ts';

/** What an upstream says of someone it vouched for earlier. */
export interface SecondLook {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly refreshToken: string;
}

/**
 * Asks an upstream about someone who is already signed in, with the refresh token it gave.
 *
 * @throws Refusal `upstream.code-refused` when it no longer vouches for them, or another `upstream.…`
 */
export async function lookAgain(parts: Parts, metadata: Metadata, subject: string, refreshToken: string): Promise<SecondLook> {
  try {
    const config = configuration(parts, metadata);
    const tokens = await oidc.refreshTokenGrant(config, refreshToken);
    const claims = tokens.claims() ?? {};
    if ('sub' in claims && claims.sub !== subject) throw new Refusal('upstream.userinfo-of-another', 'forbidden');
    const userinfo = parts.settings.userinfo ? await userinfoOf(config, tokens.access_token, subject) : {};
    return { claims: { ...claims, ...userinfo }, refreshToken: tokens.refresh_token ?? refreshToken };
  } catch (error) {
    throw whyRefused(error);
  }
}
