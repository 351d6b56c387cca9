import * as oidc from 'openid-client';
import { Browser, textOf } from './support/browser.ts';
import { RP } from './support/portals.ts';
import { arrive, relyingParty, signIn, uidOf } from './support/relying-party.ts';
import { openSite } from './support/site.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
let claire: string;
beforeAll(async () => {
  world = await openWorld();
  claire = await world.member('claire');
});
afterAll(() => world.close());

describe('discovery', () => {
  it('says the issuer’s own addresses whatever host was asked', async () => {
    const forged = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
    };
    const plain = await (await fetch(`${world.site.issuer}/.well-known/openid-configuration`)).json();
    const { request } = await import('node:http');
    const asked = new URL(`${world.site.issuer}/.well-known/openid-configuration`);
    const found = await new Promise<string>((resolve) => {
      request({ port: asked.port, host: '127.0.0.1', path: asked.pathname, headers: forged }, (res) => {
        let text = '';
        res.on('data', (part: Buffer) => (text += part.toString()));
        res.on('end', () => resolve(text));
      }).end();
    });
    expect(JSON.parse(found)).toEqual(plain);
    expect(found).not.toContain('evil');
    expect(plain).toMatchObject({ issuer: world.site.issuer, jwks_uri: `${world.site.issuer}/jwks`, response_types_supported: ['code'] });
  });

  it('publishes no private half of a key', async () => {
    const { keys } = (await (await fetch(`${world.site.issuer}/jwks`)).json()) as { keys: Record<string, unknown>[] };
    expect(keys.map(({ alg }) => alg).sort()).toEqual(['ES256', 'ES256', 'RS256', 'RS256']);
    for (const key of keys) expect(Object.keys(key).filter((each) => ['d', 'p', 'q', 'dp', 'dq', 'qi'].includes(each))).toEqual([]);
  });

  it.each([
    ['GET', '/nowhere'],
    ['GET', '/token'],
    ['PUT', '/jwks'],
    ['POST', '/auth'],
    ['GET', '/authentic'],
    ['GET', '/me/too/far'],
  ])('leaves %s %s to the application, which refuses in its own words', async (method, address) => {
    const answer = await fetch(`${world.site.issuer}${address}`, { method });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, expect.stringContaining('problem+json')]);
  });
});

describe('an authorization request', () => {
  const answered = async (changes: Record<string, string | undefined>, id = 'dossiers') => {
    const rp = await relyingParty(world.site, id);
    const { params } = await rp.start();
    const asked = Object.entries({ client_id: id, response_type: 'code', ...params, ...changes }).filter(
      (each): each is [string, string] => each[1] !== undefined,
    );
    const landed = await new Browser(world.site.origin).go(`${world.site.issuer}/auth?${new URLSearchParams(asked)}`);
    const { searchParams, hash } = new URL(landed.url);
    const said = searchParams.get('error') ?? new URLSearchParams(hash.slice(1)).get('error');
    return { landed, error: landed.url.startsWith(RP) ? said : undefined };
  };

  it.each([
    [`${RP}/dossiers/cb/`],
    [`${RP}/dossiers/cb?x=1`],
    [`${RP}/dossiers/CB`],
    [`${RP}/dossiers/%63b`],
    [`${RP}/dossiers/../dossiers/cb`],
    [`${RP}/dossiers/cb#x`],
    [`${RP.replace('localhost', 'LOCALHOST')}/dossiers/cb`],
    [`${RP}@evil.example/dossiers/cb`],
    ['https://evil.example/cb'],
    [`${RP}/agenda/cb`],
    [undefined],
  ])('does not return to %s', async (redirect_uri) => {
    const { landed } = await answered({ redirect_uri });
    expect([landed.status, landed.url.startsWith(world.site.issuer)]).toEqual([400, true]);
    expect(textOf(landed.text)).toMatch(/La connexion ne peut pas se poursuivre.*Référence à donner au support : [0-9a-f]{10}/);
  });

  it.each([
    ['without PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['with PKCE in clear', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['with PKCE of no method', { code_challenge_method: undefined }, 'invalid_request'],
    ['for a token at once', { response_type: 'token', nonce: 'n' }, 'unsupported_response_type'],
    ['for an ID token at once', { response_type: 'id_token', nonce: 'n' }, 'unsupported_response_type'],
    ['for both', { response_type: 'code id_token', nonce: 'n' }, 'unsupported_response_type'],
    ['for an API its file does not name', { resource: 'https://api.example/ehr' }, 'invalid_target'],
  ])('is refused %s', async (_name, changes, error) => {
    expect((await answered(changes)).error).toBe(error);
  });

  it('is refused for a scope its file does not list', async () => {
    expect((await answered({ scope: 'openid access:evaluate' }, 'agenda')).error).toBe('invalid_scope');
  });

  it.each([
    ['a line break', 'state', '%0d%0aSet-Cookie:x=1'],
    ['markup', 'login_hint', '%3Cscript%3Ealert(1)%3C/script%3E'],
    ['a prompt nobody knows', 'prompt', 'dance'],
    ['an age in words', 'max_age', 'young'],
    ['claims that are none', 'claims', '%7B'],
    ['an answer nowhere', 'response_mode', 'web_message'],
    ['a request by reference', 'request_uri', 'https://evil.example/'],
    ['a request signed by nobody', 'request', 'eyJhbGciOiJub25lIn0.e30.'],
  ])('with %s is no defect', async (_name, parameter, value) => {
    const rp = await relyingParty(world.site, 'dossiers');
    const url = new URL((await rp.start()).url);
    url.searchParams.delete(parameter);
    const before = world.site.reports.length;
    const response = await fetch(`${url}&${parameter}=${value}`, { redirect: 'manual' });
    expect([200, 303, 400]).toContain(response.status);
    expect(await response.text()).not.toMatch(/<script|\bat .*\.js:|stack/);
    expect(response.headers.get('set-cookie') ?? '').not.toContain('x=1');
    expect(world.site.reports.slice(before).filter((each) => !(each as { expose?: boolean }).expose)).toEqual([]);
  });

  it('with a NUL is refused before it is kept', async () => {
    expect((await answered({ state: '\u0000' })).error).toBe('invalid_request');
  });

  it('cannot carry a parameter twice', async () => {
    const rp = await relyingParty(world.site, 'dossiers');
    const { url } = await rp.start();
    const landed = await new Browser(world.site.origin).go(`${url}&state=other`);
    expect(new URL(landed.url).searchParams.get('error') ?? landed.status).toBe('invalid_request');
  });

  it('of a portal that must push is taken only pushed, and its tokens only with its key', async () => {
    const rp = await relyingParty(world.site, 'strict');
    const { params, checks } = await rp.start();
    expect((await answered({}, 'strict')).error).toBe('invalid_request');
    const dpop = oidc.getDPoPHandle(rp.config, await oidc.randomDPoPKeyPair('ES256'));
    const pushed = await oidc.buildAuthorizationUrlWithPAR(rp.config, params, { DPoP: dpop });
    const browser = new Browser(world.site.origin);
    const higher = await arrive(world.site, browser, await browser.go(pushed.href), claire);
    // Its file requires more than was reached: the person is asked again until it is.
    expect(textOf(higher.text)).toContain('niveau d’authentification plus élevé');
    const landed = await arrive(world.site, browser, higher, claire, { acr: 'eidas2' });
    const tokens = await rp.redeem(landed, checks, { DPoP: dpop });
    expect([tokens.token_type, tokens.claims()!['acr']]).toEqual(['dpop', 'eidas2']);
    expect(await oidc.fetchUserInfo(rp.config, tokens.access_token, claire, { DPoP: dpop })).toMatchObject({ sub: claire });
    const stolen = await fetch(`${world.site.issuer}/me`, { headers: { authorization: `Bearer ${tokens.access_token}` } });
    expect(stolen.status).toBe(401);
    const again = await browser.go(pushed.href);
    expect(again.url.startsWith(RP) ? new URL(again.url).searchParams.get('error') : again.status).toBeTruthy();
  });

  it('may ask that the answer be posted, and a page with a button does it without a script', async () => {
    const browser = new Browser(world.site.origin);
    const rp = await relyingParty(world.site, 'dossiers');
    const { url } = await rp.start({ response_mode: 'form_post' });
    const page = await arrive(world.site, browser, await browser.go(url), claire);
    expect(page.text).toMatch(/<form[^>]*action="http:\/\/localhost:9\/dossiers\/cb"/);
    expect(page.text).toMatch(/<input type="hidden" name="code" value="[\w-]{43}"/);
    expect(page.text).not.toContain('<script');
  });

  it('may ask for one claim, and gets it only if its file lists it', async () => {
    const claims = JSON.stringify({ id_token: { given_name: null, family_name: null, email: null } });
    const { tokens } = await signIn(world.site, 'dossiers', claire, { claims });
    expect(tokens.claims()).toMatchObject({ given_name: 'claire' });
    expect(tokens.claims()).not.toHaveProperty('family_name');
  });
});

describe('over https', () => {
  it('cookies are tied to the host and addresses are the issuer’s, behind whatever proxy', async () => {
    const site = await openSite(world.db, { issuer: 'https://habilis.example' });
    const metadata = (await (await fetch(`${site.origin}/.well-known/openid-configuration`)).json()) as { token_endpoint: string };
    expect(metadata.token_endpoint).toBe('https://habilis.example/token');
    const { params } = await (await relyingParty(world.site, 'dossiers')).start();
    const query = new URLSearchParams({ client_id: 'dossiers', response_type: 'code', ...params });
    const begun = await fetch(`${site.origin}/auth?${query}`, { redirect: 'manual' });
    expect([begun.status, begun.headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/^(https:\/\/habilis.example)?\/interaction\//),
    ]);
    for (const cookie of begun.headers.getSetCookie()) expect(cookie).toMatch(/^__Secure-habilis-.*; secure; httponly/i);
    await site.close();
  });
});

describe('a device', () => {
  it('is connected by a person who checks its code, in French and without a script', async () => {
    const tv = await relyingParty(world.site, 'tv');
    const begun = await oidc.initiateDeviceAuthorization(tv.config, { scope: 'openid' });
    const browser = new Browser(world.site.origin);
    const blank = await browser.go(begun.verification_uri);
    expect(textOf(blank.text)).toContain('Saisissez le code affiché par l’appareil');
    const wrong = await browser.submit(blank, '/device', { user_code: 'BBBBBBBB' });
    expect(textOf(wrong.text)).toContain('Ce code n’existe pas');
    const check = await browser.submit(wrong, '/device', { user_code: begun.user_code });
    expect(textOf(check.text)).toMatch(/Est-ce bien votre appareil.*Vers Tablette|Vers Tablette.*Est-ce bien votre appareil/);
    const means = await browser.submit(check, '/device', { confirm: 'yes' });
    expect(uidOf(means)).not.toBe('');
    const done = await arrive(world.site, browser, means, claire);
    expect(textOf(done.text)).toContain('Appareil connecté');
    const tokens = await oidc.pollDeviceAuthorizationGrant(tv.config, { ...begun, interval: 0.1 });
    expect(tokens.claims()).toMatchObject({ sub: claire });
    expect((await world.they.facts(claire)).at(-1)).toMatchObject({ what: 'sign-in.completed', details: { portal: 'tv' } });
  });

  it('is refused when the code is not the person’s own', async () => {
    const tv = await relyingParty(world.site, 'tv');
    const begun = await oidc.initiateDeviceAuthorization(tv.config, { scope: 'openid' });
    const browser = new Browser(world.site.origin);
    const check = await browser.submit(await browser.go(begun.verification_uri), '/device', { user_code: begun.user_code });
    const given = await browser.submit(check, '/device', { abort: 'yes' });
    expect(textOf(given.text)).toContain('a été abandonnée');
    await expect(oidc.pollDeviceAuthorizationGrant(tv.config, { ...begun, interval: 0.1 })).rejects.toMatchObject({
      error: 'access_denied',
    });
  });
});
