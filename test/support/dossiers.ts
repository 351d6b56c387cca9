import * as oidc from 'openid-client';
import type { Seen } from './http-browser.ts';
import type { Stack } from './stack.ts';

const SECRET = 'dossiers-development-secret-0123456789abcdef';

/** A sign-in that the portal has begun. */
export interface Begun {
  readonly url: string;
  readonly checks: { pkceCodeVerifier: string; expectedState: string; expectedNonce: string };
}

/** The example portal's part in the protocol, played by the test: it sees the codes and tokens, at the replica it chooses. */
export class Dossiers {
  readonly #configurations = new Map<number, Promise<oidc.Configuration>>();

  constructor(private readonly stack: Stack) {}

  async begin(): Promise<Begun> {
    const [pkceCodeVerifier, expectedState, expectedNonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()];
    const url = oidc.buildAuthorizationUrl(await this.talkingTo(0), {
      redirect_uri: `${this.stack.portal}/callback`,
      scope: 'openid profile',
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
      nonce: expectedNonce,
    });
    return { url: url.href, checks: { pkceCodeVerifier, expectedState, expectedNonce } };
  }

  /** Whether the sign-in ended with a code. */
  static hasCode(landed: Seen): boolean {
    return URL.parse(landed.url)?.searchParams.has('code') ?? false;
  }

  async redeem(landed: Seen, { checks }: Begun, at = 0) {
    return oidc.authorizationCodeGrant(await this.talkingTo(at), new URL(landed.url), checks);
  }

  async refresh(refreshToken: string, at = 0) {
    return oidc.refreshTokenGrant(await this.talkingTo(at), refreshToken);
  }

  async isActive(token: string, at = 0): Promise<boolean> {
    return (await oidc.tokenIntrospection(await this.talkingTo(at), token)).active;
  }

  /** Whether any door of any replica opens to these tokens. */
  async opensAnything(tokens: { access_token: string; refresh_token?: string | undefined }): Promise<boolean> {
    for (const at of this.stack.replicas.keys()) {
      const config = await this.talkingTo(at);
      if (await this.isActive(tokens.access_token, at)) return true;
      if (await works(oidc.fetchUserInfo(config, tokens.access_token, oidc.skipSubjectCheck))) return true;
      if (tokens.refresh_token && (await works(this.refresh(tokens.refresh_token, at)))) return true;
    }
    return false;
  }

  /** A token of the portal's own, by client credentials. */
  async machineToken(): Promise<string> {
    return (await oidc.clientCredentialsGrant(await this.talkingTo(0), { scope: 'access:evaluate' })).access_token;
  }

  private talkingTo(at: number): Promise<oidc.Configuration> {
    const known = this.#configurations.get(at);
    if (known) return known;
    const { issuer, replicas } = this.stack;
    const made = oidc.discovery(new URL(issuer), 'dossiers', undefined, oidc.ClientSecretBasic(SECRET), {
      execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks],
      [oidc.customFetch]: (url, options) => fetch(url.replace(issuer, replicas[at]!), options as RequestInit),
    });
    this.#configurations.set(at, made);
    return made;
  }
}

const works = (asked: Promise<unknown>) => asked.then(() => true, () => false); // prettier-ignore
