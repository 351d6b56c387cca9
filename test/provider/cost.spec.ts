import * as oidc from 'openid-client';
import pg from 'pg';
import { Browser } from './support/browser.ts';
import { arrive, relyingParty, signIn, type RelyingParty } from './support/relying-party.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
let rp: RelyingParty;
let claire: string;
const seen: string[] = [];
const query = pg.Client.prototype.query;

beforeAll(async () => {
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [asked] = args as [string | { name?: string; text?: string }];
    seen.push(typeof asked === 'string' ? asked : (asked.name ?? asked.text ?? ''));
    return (query as (...all: unknown[]) => unknown).apply(this, args);
  } as typeof query;
  world = await openWorld();
  claire = await world.member('claire');
  rp = await relyingParty(world.site, 'dossiers');
  await world.site.worker.stop();
});
afterAll(async () => {
  pg.Client.prototype.query = query;
  await world.close();
});

/** The statements one piece of work costs, `begin` and `commit` included. */
async function cost(work: () => Promise<unknown>): Promise<string[]> {
  seen.length = 0;
  await work();
  return seen.filter((each) => !each.startsWith('outbox.')).map((each) => each.toLowerCase());
}

describe('what an endpoint asks of the database', () => {
  it('discovery and keys: nothing', async () => {
    for (const path of ['/jwks', '/.well-known/openid-configuration']) {
      expect(await cost(() => fetch(`${world.site.issuer}${path}`).then((answer) => answer.text()))).toEqual([]);
    }
  });

  it('and from memory they are what the engine draws, headers and all', async () => {
    for (const path of ['/jwks', '/.well-known/openid-configuration']) {
      const [kept, again] = [await fetch(`${world.site.issuer}${path}`), await fetch(`${world.site.issuer}${path}`)];
      const drawn = await fetch(`${world.site.issuer}${path}?drawn`);
      const said = async ({ status, headers }: Response, body: string) => ({
        status,
        body,
        headers: { ...Object.fromEntries(headers), date: '' },
      });
      expect(await said(again, await again.text())).toEqual(await said(drawn, await drawn.text()));
      expect((await kept.text()).length).toBeGreaterThan(100);
    }
  });

  it('introspection: one statement, whatever the token is and whether it lives or not', async () => {
    const { tokens } = await signIn(world.site, 'dossiers', claire);
    for (const token of [tokens.access_token, tokens.refresh_token!, 'a-token-that-never-was-one-of-ours']) {
      expect(await cost(() => oidc.tokenIntrospection(rp.config, token))).toEqual(['oidc.find']);
    }
  });

  it('userinfo: one statement, the person with the token', async () => {
    const { tokens } = await signIn(world.site, 'dossiers', claire);
    expect(await cost(() => oidc.fetchUserInfo(rp.config, tokens.access_token, claire))).toEqual(['oidc.find-with-person']);
    const agenda = await signIn(world.site, 'agenda', claire);
    expect(await cost(() => oidc.fetchUserInfo(agenda.rp.config, agenda.tokens.access_token, agenda.sub))).toEqual([
      'oidc.find-with-person',
    ]);
  });

  it('client credentials and asking for a decision: one each, and nothing for the questions of the next second', async () => {
    let token = '';
    const issued = await cost(
      async () => (token = (await oidc.clientCredentialsGrant(rp.config, { scope: 'access:evaluate' })).access_token),
    );
    expect(issued).toEqual(['oidc.save']);
    expect(await cost(() => world.site.provider.callingClients.identify(`Bearer ${token}`))).toEqual(['oidc.identify-client']);
    expect(await cost(() => world.site.provider.callingClients.identify(`Bearer ${token}`))).toEqual([]);
  });

  it('a code and a refresh: one to find, one to exchange', async () => {
    const browser = new Browser(world.site.origin);
    const { url, checks } = await rp.start();
    const landed = await arrive(world.site, browser, await browser.go(url), claire);
    let refresh = '';
    expect(await cost(async () => (refresh = (await rp.redeem(landed, checks)).refresh_token!))).toEqual(['oidc.find', 'oidc.redeem']);
    expect(await cost(() => oidc.refreshTokenGrant(rp.config, refresh))).toEqual(['oidc.find', 'oidc.rotate']);
  });

  it('a sign-in: nothing besides these, from the first request to the code with its fact', async () => {
    const browser = new Browser(world.site.origin);
    const { url } = await rp.start();
    expect(await cost(() => browser.go(url))).toEqual(['oidc.save', 'oidc.find']);
    const page = await browser.go(url);
    expect(await cost(() => arrive(world.site, browser, page, claire))).toEqual([
      'oidc.find',
      'oidc.standing',
      'oidc.save',
      'oidc.find',
      'oidc.destroy',
      'oidc.standing',
      'oidc.save-granted',
      'oidc.save-session',
    ]);
  });

  it('another portal in the same session: the session, the code with its grant and its fact', async () => {
    const { browser } = await signIn(world.site, 'dossiers', claire);
    const { url } = await (await relyingParty(world.site, 'caller')).start();
    expect(await cost(() => browser.go(url))).toEqual(['oidc.find', 'oidc.save-granted', 'oidc.save-session']);
  });
});
