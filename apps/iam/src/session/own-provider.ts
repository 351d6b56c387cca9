import * as oidc from 'openid-client';

/** One of our own screens, as the provider knows it. */
export interface OwnClient {
  readonly clientId: string;
  readonly secret: string;
}

/** What is asked of a sign-in besides who is there, in the words of OpenID Connect. */
export type Asked = Readonly<Partial<Record<'prompt' | 'max_age' | 'acr_values', string>>>;

/** What the browser must bring back from a sign-in, kept in a sealed cookie meanwhile. */
export interface SignInTicket {
  readonly clientId: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
}

/**
 * Signs people in to our own screens through our own provider, as any portal would.
 *
 * Calls to the provider stay on this machine: from inside, the public address may not be reachable.
 */
export class OwnProvider {
  readonly #configurations = new Map<string, oidc.Configuration>();

  /** @param loopback this server's own address, known once it listens */
  constructor(
    readonly issuer: URL,
    private readonly clients: readonly OwnClient[],
    private readonly loopback: () => string,
  ) {}

  /** @param asked what the person has to prove again, whatever sessions are open */
  async begin(clientId: string, returnTo: string, asked: Asked): Promise<{ url: URL; ticket: SignInTicket }> {
    const verifier = oidc.randomPKCECodeVerifier();
    const ticket = { clientId, state: oidc.randomState(), nonce: oidc.randomNonce(), verifier, returnTo };
    const url = oidc.buildAuthorizationUrl(this.configuration(clientId), {
      redirect_uri: this.redirectUri(),
      scope: 'openid',
      state: ticket.state,
      nonce: ticket.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...asked,
    });
    return { url, ticket };
  }

  /** @throws when the answer is not the one that was asked for */
  async complete(ticket: SignInTicket, query: string): Promise<{ claims: oidc.IDToken; idToken: string }> {
    const tokens = await oidc.authorizationCodeGrant(this.configuration(ticket.clientId), new URL(`${this.redirectUri()}${query}`), {
      pkceCodeVerifier: ticket.verifier,
      expectedState: ticket.state,
      expectedNonce: ticket.nonce,
      idTokenExpected: true,
    });
    return { claims: tokens.claims()!, idToken: tokens.id_token! };
  }

  /** Where the browser goes to end the provider's session too. */
  endSessionUrl(clientId: string, idToken: string, returnTo: string): URL {
    return oidc.buildEndSessionUrl(this.configuration(clientId), { id_token_hint: idToken, post_logout_redirect_uri: returnTo });
  }

  private redirectUri(): string {
    return new URL('/session/callback', this.issuer).href;
  }

  private configuration(clientId: string): oidc.Configuration {
    const known = this.#configurations.get(clientId);
    if (known) return known;
    const client = this.clients.find((each) => each.clientId === clientId);
    if (!client) throw new Error(`no such screen: ${clientId}`);
    const at = (path: string) => new URL(path, this.issuer).href;
    const metadata = {
      issuer: this.issuer.href.replace(/\/$/, ''),
      authorization_endpoint: at('/auth'),
      token_endpoint: at('/token'),
      jwks_uri: at('/jwks'),
      end_session_endpoint: at('/session/end'),
      authorization_response_iss_parameter_supported: true,
    };
    const made = new oidc.Configuration(
      metadata,
      clientId,
      { id_token_signed_response_alg: 'ES256' },
      oidc.ClientSecretBasic(client.secret),
    );
    oidc.enableNonRepudiationChecks(made);
    if (this.issuer.protocol === 'http:') oidc.allowInsecureRequests(made);
    made[oidc.customFetch] = (url, options) => fetch(url.replace(this.issuer.origin, this.loopback()), options as RequestInit);
    this.#configurations.set(clientId, made);
    return made;
  }
}
