import * as oidc from 'openid-client';
import { Browser } from './browser.ts';
import type { Seen } from '../../support/http-browser.ts';
import { RP, SECRET } from './portals.ts';
import type { Site } from './site.ts';

export type Checks = { pkceCodeVerifier: string; expectedState: string; expectedNonce: string };

/** A portal as its developers would write it, on openid-client; `at` is the replica it happens to talk to. */
export async function relyingParty(site: Site, id: string, at: Site = site) {
  const config = await configOf(site, id, at);
  return {
    config,
    start: (params: Record<string, string> = {}) => start(config, id, params),
    redeem: (landed: Seen, checks: Checks, options?: oidc.AuthorizationCodeGrantOptions) =>
      oidc.authorizationCodeGrant(config, new URL(landed.url), checks, undefined, options),
  };
}
export type RelyingParty = Awaited<ReturnType<typeof relyingParty>>;

async function configOf(site: Site, id: string, at: Site): Promise<oidc.Configuration> {
  const config = await oidc.discovery(new URL(site.issuer), id, undefined, id === 'tv' ? oidc.None() : oidc.ClientSecretBasic(SECRET), {
    execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks],
    [oidc.customFetch]: (url, options) => fetch(url.replace(site.issuer, at.origin), options as RequestInit),
  });
  return config;
}

async function start(config: oidc.Configuration, id: string, extra: Record<string, string>) {
  const [pkceCodeVerifier, expectedState, expectedNonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()];
  const params = {
    redirect_uri: `${RP}/${id}/cb`,
    scope: 'openid profile',
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
    ...extra,
  };
  return { url: oidc.buildAuthorizationUrl(config, params).href, params, checks: { pkceCodeVerifier, expectedState, expectedNonce } };
}

export const uidOf = (landed: Seen): string => /\/interaction\/([^/?]+)/.exec(landed.url)?.[1] ?? '';

/** Comes in through the upstream, from the page where a means is chosen. */
export async function arrive(site: Site, browser: Browser, page: Seen, accountId: string, more: object = {}): Promise<Seen> {
  const uid = uidOf(page);
  site.upstream.announce(uid, { accountId, ...more });
  return browser.go(`${site.origin}/interaction/${uid}/arrived`);
}

/** A whole sign-in of someone who meets no obstacle. @returns the tokens and what it took */
export async function signIn(
  site: Site,
  id: string,
  accountId: string,
  params: Record<string, string> = {},
  browser = new Browser(site.origin),
) {
  const rp = await relyingParty(site, id);
  const { url, checks } = await rp.start(params);
  const first = await browser.go(url);
  const landed = uidOf(first) ? await arrive(site, browser, first, accountId) : first;
  const tokens = await rp.redeem(landed, checks);
  return { rp, browser, landed, checks, tokens, sub: tokens.claims()!.sub };
}
