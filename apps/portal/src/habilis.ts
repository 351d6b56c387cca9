import { Guard, parametersOf, type Ended, type Recognition } from '@habilis/guard';
import * as oidc from 'openid-client';
import type { Departure, Person } from './sessions.ts';
import type { Settings } from './settings.ts';

const SCOPE = 'openid profile professional';

/** What a portal says to Habilis, and hears from it: the part to copy. */
export class Habilis {
  #found: Promise<oidc.Configuration> | undefined;
  /** Says whether a sign-in still holds and what may be opened; a page is opened by hand, so it keeps no answer. */
  readonly guard: Guard;

  constructor(private readonly settings: Settings) {
    this.guard = new Guard({ ...settings, timeout: 5_000, keepYes: 0 });
  }

  /** The addresses and keys, read on first use, and again if that failed: the portal can start before Habilis. */
  async discovered(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const plainHttp = new URL(issuer).protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
    // Without enableNonRepudiationChecks the library would trust TLS alone and leave the ID token's signature unread.
    const options = { execute: [oidc.enableNonRepudiationChecks, ...plainHttp], timeout: 5 };
    this.#found ??= oidc.discovery(new URL(issuer), clientId, undefined, oidc.ClientSecretBasic(clientSecret), options);
    return this.#found.catch((error: unknown) => {
      this.#found = undefined;
      throw error;
    });
  }

  /**
   * Where to send a person who signs in, or who must show more of themselves, and what the portal must remember until they
   * come back.
   *
   * @param wanted what a sensitive page asks for; Habilis asks the person for what is missing, and no more
   */
  async leave(wanted: Recognition = {}): Promise<{ address: string; departure: Omit<Departure, 'then'> }> {
    const config = await this.discovered();
    const departure = { state: oidc.randomState(), nonce: oidc.randomNonce(), codeVerifier: oidc.randomPKCECodeVerifier(), wanted };
    const { href: address } = oidc.buildAuthorizationUrl(config, {
      redirect_uri: `${this.settings.origin}/callback`,
      scope: SCOPE,
      state: departure.state,
      nonce: departure.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(departure.codeVerifier),
      code_challenge_method: 'S256',
      ui_locales: 'fr',
      ...parametersOf(wanted),
    });
    return { address, departure };
  }

  /**
   * The person who comes back. The library checks state, `iss`, PKCE, nonce, and the ID token's signature, audience, times, and age of the
   * sign-in when one was asked for. The level is for the caller to look at: `acr_values` is a wish, and may not be granted.
   *
   * @param path the address called, parameters included, as the request line gives it: never the Host header
   */
  async comeBack(path: string, departure: Departure): Promise<Person> {
    const config = await this.discovered();
    const tokens = await oidc.authorizationCodeGrant(config, new URL(path, this.settings.origin), {
      expectedState: departure.state,
      expectedNonce: departure.nonce,
      pkceCodeVerifier: departure.codeVerifier,
      idTokenExpected: true,
      ...(departure.wanted.maxAge !== undefined && { maxAge: departure.wanted.maxAge }),
    });
    const signIn = tokens.claims()!;
    const claims = { ...signIn, ...(await oidc.fetchUserInfo(config, tokens.access_token, signIn.sub)) };
    const sid = signIn['sid'] as string | undefined;
    const recognised = { acr: signIn['acr'] as string | undefined, authTime: signIn.auth_time };
    return {
      sub: signIn.sub,
      sid,
      claims,
      recognised,
      idToken: tokens.id_token!,
      standingToken: tokens.refresh_token ?? tokens.access_token,
    };
  }

  /**
   * Whether a sign-in still holds: asked at each page.
   *
   * A back-channel logout is a courtesy: it can be late, and is lost while this portal is down. Asking costs one call, and somebody
   * suspended a second ago sees nothing more here. The token asked about is the refresh token: it lives as long as the session, and
   * as the portal never renews anything with it there is no renewal to get wrong.
   */
  stillHolds({ standingToken: token }: Person): Promise<boolean> {
    return this.guard.holds({ token, kept: {} });
  }

  /** Where to send a person who signs out: they are signed out of Habilis, and from there of Pro Santé Connect. */
  async signOutAddress({ idToken }: Person): Promise<string> {
    const way = { id_token_hint: idToken, post_logout_redirect_uri: `${this.settings.origin}/signed-out` };
    return oidc.buildEndSessionUrl(await this.discovered(), way).href;
  }

  /** Whose sessions a logout token ends; undefined when Habilis has not signed it for this portal. */
  readLogoutToken(token: string): Promise<Ended | undefined> {
    return this.guard.hearLogout(token);
  }
}
