import * as openid from 'openid-client';
import type { SimulatedProvider } from '../index.ts';

/** A service that signs people in through the simulator, as any careful client would: openid-client 6. */
export class Service {
  private constructor(
    readonly config: openid.Configuration,
    readonly redirectUri: string,
    private readonly scope: string,
  ) {}

  static async at(
    provider: SimulatedProvider,
    name: 'psc' | 'enrs',
    auth = openid.ClientSecretBasic(`habilis-${name}-development`),
  ): Promise<Service> {
    const config = await openid.discovery(new URL(provider.discoveryUrl), 'habilis', undefined, auth, {
      execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks],
    });
    return new Service(config, `http://localhost:4400/upstream/${name}/callback`, name === 'psc' ? 'openid scope_all' : 'openid profile');
  }

  async start(extra: Record<string, string> = {}) {
    const verifier = openid.randomPKCECodeVerifier();
    const state = openid.randomState();
    const nonce = openid.randomNonce();
    const url = openid.buildAuthorizationUrl(this.config, {
      redirect_uri: this.redirectUri,
      scope: this.scope,
      acr_values: 'eidas1',
      state,
      nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...extra,
    });
    return { url: url.href, checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce } };
  }

  finish(callback: URL, checks: openid.AuthorizationCodeGrantChecks) {
    return openid.authorizationCodeGrant(this.config, callback, checks);
  }
}
