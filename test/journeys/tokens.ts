import * as oidc from 'openid-client';
import type { Page } from 'playwright-core';
import { anotherTab } from '../support/browser.ts';
import type { Stack } from '../support/stack.ts';

const PORTAL = { id: 'dossiers', secret: 'dossiers-development-secret-0123456789abcdef' } as const;

/** The example portal's own right to ask, in a developer's hands. */
export async function portalClient({ issuer }: Stack): Promise<oidc.Configuration> {
  const options = { execute: [oidc.enableNonRepudiationChecks, oidc.allowInsecureRequests] };
  return oidc.discovery(new URL(issuer), PORTAL.id, undefined, oidc.ClientSecretBasic(PORTAL.secret), options);
}

/** A sign-in that the portal has begun; `way` is the address people are sent to. */
export interface Begun {
  readonly way: string;
  readonly checks: oidc.AuthorizationCodeGrantChecks;
}

export async function beginSignIn(client: oidc.Configuration, { portal }: Stack, more: Record<string, string> = {}): Promise<Begun> {
  const checks = { pkceCodeVerifier: oidc.randomPKCECodeVerifier(), expectedState: oidc.randomState(), expectedNonce: oidc.randomNonce() };
  const way = oidc.buildAuthorizationUrl(client, {
    redirect_uri: `${portal}/callback`,
    scope: 'openid profile professional',
    code_challenge: await oidc.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    ...more,
  });
  return { way: way.href, checks };
}

/**
 * What Habilis sends back to the portal from this tab, next time it does.
 *
 * The portal hears of it too and, having begun no such sign-in, lets it fall.
 */
export async function sentBack(page: Page, { portal }: Stack): Promise<URL> {
  const request = await page.waitForRequest((each) => each.url().startsWith(`${portal}/callback`), { timeout: 20_000 });
  return new URL(request.url());
}

/** What each way a portal has of asking about someone answers. */
export interface Doors {
  readonly refresh: 'open' | 'shut';
  readonly introspection: 'open' | 'shut';
  readonly userinfo: 'open' | 'shut';
  readonly decision: 'open' | 'shut';
}
export const ALL_OPEN: Doors = { refresh: 'open', introspection: 'open', userinfo: 'open', decision: 'open' };
export const ALL_SHUT: Doors = { refresh: 'shut', introspection: 'shut', userinfo: 'shut', decision: 'shut' };

/** Tokens of somebody who is signed in, as the portal would hold them. */
export class HeldTokens {
  private constructor(
    private readonly client: oidc.Configuration,
    private readonly issuer: string,
    private readonly machineToken: string,
    private tokens: { access: string; refresh: string },
    readonly sub: string,
  ) {}

  /** Signs the person of this browser in once more, in a tab of its own, and keeps the tokens. */
  static async of(page: Page, stack: Stack): Promise<HeldTokens> {
    const client = await portalClient(stack);
    const tab = await anotherTab(page);
    const { way, checks } = await beginSignIn(client, stack);
    const [back] = await Promise.all([sentBack(tab, stack), tab.goto(way)]);
    const answer = await oidc.authorizationCodeGrant(client, back, checks);
    const { access_token: machine } = await oidc.clientCredentialsGrant(client, { scope: 'access:evaluate' });
    await tab.close();
    const tokens = { access: answer.access_token, refresh: answer.refresh_token! };
    return new HeldTokens(client, stack.issuer, machine, tokens, answer.claims()!.sub);
  }

  /** Tries every door at the same time. */
  async tryDoors(file: { id: string; structure: string }): Promise<Doors> {
    const { access } = this.tokens;
    const [introspection, userinfo, decision, refresh] = await Promise.all([
      oidc.tokenIntrospection(this.client, access).then(({ active }) => active),
      oidc.fetchUserInfo(this.client, access, this.sub).then(() => true, refused),
      this.decide(file),
      this.refresh(),
    ]);
    return { refresh: said(refresh), introspection: said(introspection), userinfo: said(userinfo), decision: said(decision) };
  }

  /** A fresh pair each time it works, as rotation wants. */
  private async refresh(): Promise<boolean> {
    const answer = await oidc.refreshTokenGrant(this.client, this.tokens.refresh).catch(refused);
    if (answer) this.tokens = { access: answer.access_token, refresh: answer.refresh_token! };
    return answer !== false;
  }

  private async decide({ id, structure }: { id: string; structure: string }): Promise<boolean> {
    const properties = { structure, careTeam: [this.sub], careFrom: '2025-01-06T08:00:00+01:00' };
    const question = {
      subject: { type: 'person', id: this.sub },
      action: { name: 'read' },
      resource: { type: 'PatientFile', id, properties },
      context: { purpose: 'care' },
    };
    const response = await fetch(`${this.issuer}/access/v1/evaluation`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.machineToken}` },
      body: JSON.stringify(question),
    });
    if (!response.ok) throw new Error(`the question was answered ${response.status}: ${await response.text()}`);
    return ((await response.json()) as { decision: boolean }).decision;
  }
}

const said = (open: boolean) => (open ? 'open' : 'shut');

/** A refusal of the protocol is an answer; anything else is a failure of the test. */
function refused(error: unknown): false {
  if (error instanceof oidc.ResponseBodyError || error instanceof oidc.WWWAuthenticateChallengeError) return false;
  throw error;
}
