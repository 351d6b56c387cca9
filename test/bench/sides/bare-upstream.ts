import * as oidc from 'openid-client';

/** Where R sends people, told by BENCH_UPSTREAM. */
export interface BareUpstreamOptions {
  readonly discovery: string;
  readonly client: string;
  readonly secret: string;
  readonly callback: string;
}

interface Away {
  readonly uid: string;
  readonly verifier: string;
  readonly nonce: string;
  readonly state: string;
}

/**
 * The same way to the same upstream as the service's, as bare as `openid-client` makes it.
 *
 * Code flow with S256 and nonce, ID token validated, userinfo fetched; who is away and who came back is in memory, nobody's
 * identity is kept, and nothing of what the upstream says is judged.
 */
export class BareUpstream {
  readonly #away = new Map<string, Away>();
  readonly #arrived = new Map<string, string>();

  private readonly config: oidc.Configuration;
  private readonly callback: string;

  private constructor(config: oidc.Configuration, callback: string) {
    this.config = config;
    this.callback = callback;
  }

  static async open({ discovery, client, secret, callback }: BareUpstreamOptions): Promise<BareUpstream> {
    const authentication = oidc.ClientSecretBasic(secret);
    const config = await oidc.discovery(new URL(discovery), client, secret, authentication, { execute: [oidc.allowInsecureRequests] });
    return new BareUpstream(config, callback);
  }

  /** @returns where the browser goes */
  async leave(uid: string): Promise<string> {
    const away = { uid, verifier: oidc.randomPKCECodeVerifier(), nonce: oidc.randomNonce(), state: oidc.randomState() };
    this.#away.set(away.state, away);
    const { state, nonce } = away;
    const asked = {
      scope: 'openid scope_all',
      redirect_uri: this.callback,
      acr_values: 'eidas1',
      code_challenge_method: 'S256',
      state,
      nonce,
    };
    const challenge = await oidc.calculatePKCECodeChallenge(away.verifier);
    return oidc.buildAuthorizationUrl(this.config, { ...asked, code_challenge: challenge }).href;
  }

  /** @returns the interaction that goes on */
  async comeBack(address: URL): Promise<string> {
    const away = this.#away.get(address.searchParams.get('state') ?? '');
    if (!away) throw new Error('nobody left with that state');
    this.#away.delete(away.state);
    const checks = { pkceCodeVerifier: away.verifier, expectedNonce: away.nonce, expectedState: away.state, idTokenExpected: true };
    const tokens = await oidc.authorizationCodeGrant(this.config, address, checks);
    const { sub } = tokens.claims()!;
    await oidc.fetchUserInfo(this.config, tokens.access_token, sub);
    this.#arrived.set(away.uid, sub);
    return away.uid;
  }

  /** Who arrived for this interaction, once. */
  take(uid: string): string | undefined {
    const account = this.#arrived.get(uid);
    this.#arrived.delete(uid);
    return account;
  }
}
