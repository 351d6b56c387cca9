import { createHash, randomBytes } from 'node:crypto';
import { BenchBrowser, plain, type Gate, type Page } from './browser.ts';
import { basic, ok, Wire } from './wire.ts';

/** The portal every sign-in of the bench comes from; the same on both sides. */
export const PORTAL = {
  id: 'bench',
  secret: 'bench-secret-of-more-than-thirty-two-characters',
  redirectUri: 'http://localhost:9/callback',
  scope: 'openid profile',
} as const;

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly id_token: string;
}

/** What a person does between being asked who they are and coming back to the portal. */
export type Answering = (browser: BenchBrowser, page: Page) => Promise<Page>;

/** A portal of one provider: it sends people to sign in, redeems codes, asks about tokens. */
export class BenchPortal {
  readonly authorization = basic(PORTAL.id, PORTAL.secret);
  readonly wire: Wire;

  constructor(
    readonly origin: string,
    private readonly paths: { readonly userinfo: string; readonly introspection: string } = {
      userinfo: '/me',
      introspection: '/token/introspection',
    },
  ) {
    this.wire = new Wire(origin);
  }

  /** A whole sign-in, from the portal's redirection to its tokens. */
  async signIn(browser: BenchBrowser, answering: Answering): Promise<Tokens> {
    const verifier = randomBytes(32).toString('base64url');
    const state = randomBytes(8).toString('base64url');
    const asked = new URLSearchParams({
      client_id: PORTAL.id,
      redirect_uri: PORTAL.redirectUri,
      response_type: 'code',
      scope: PORTAL.scope,
      state,
      nonce: state,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const first = await browser.go(`${this.origin}/auth?${asked}`);
    const back = first.status === 0 ? first : await answering(browser, first);
    const code = back.url.searchParams.get('code');
    if (back.status !== 0 || !code || back.url.searchParams.get('state') !== state)
      throw new Error(`came back without a code: ${back.url.href} ${back.status} ${plain(back.text)}`);
    await browser.gate('POST', new URL('/token', this.origin));
    return this.token({ grant_type: 'authorization_code', code, redirect_uri: PORTAL.redirectUri, code_verifier: verifier });
  }

  async token(fields: Record<string, string>): Promise<Tokens> {
    return ok(await this.wire.postForm('/token', fields, this.authorization));
  }

  async introspect(token: string): Promise<boolean> {
    const { active } = ok<{ active: boolean }>(await this.wire.postForm(this.paths.introspection, { token }, this.authorization));
    return active;
  }

  /** @returns whether the token opened; anything but a 200 or a 401 throws */
  async userinfo(accessToken: string): Promise<boolean> {
    const answer = await this.wire.get(this.paths.userinfo, { authorization: `Bearer ${accessToken}` });
    if (answer.status === 401) return false;
    return ok<{ sub: string }>(answer).sub !== undefined;
  }
}

export const newBrowser = (gate?: Gate) => new BenchBrowser(PORTAL.redirectUri, gate);
