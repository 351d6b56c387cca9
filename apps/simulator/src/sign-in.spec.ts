import { decodeJwt } from 'jose';
import * as openid from 'openid-client';
import { startSimulator, type Simulator } from './index.ts';
import { Service } from './testing/service.ts';
import { Visitor } from './testing/visitor.ts';

let simulator: Simulator;
let service: Service;

beforeAll(async () => {
  simulator = await startSimulator();
  service = await Service.at(simulator.psc, 'psc');
});
afterAll(() => simulator.stop());

async function signedIn(persona: string, form: Record<string, string> = {}, visitor = new Visitor()) {
  const { url, checks } = await service.start();
  const callback = await visitor.signIn(url, persona, form);
  return { visitor, callback, checks, tokens: await service.finish(callback, checks) };
}

describe('a sign-in through Pro Santé Connect', () => {
  it('goes from the non-standard discovery to userinfo', async () => {
    const { tokens } = await signedIn('claire-moreau');
    const claims = tokens.claims()!;
    const about = await openid.fetchUserInfo(service.config, tokens.access_token, claims.sub);

    expect(claims).toMatchObject({
      sub: 'f:550dc1c8-d97b-4b1e-ac8c-8eb4471cf9dd:899700000005',
      acr: 'eidas1',
      azp: 'habilis',
      preferred_username: '899700000005',
    });
    expect(Object.keys(tokens)).toEqual(
      expect.arrayContaining([
        'access_token',
        'expires_in',
        'refresh_expires_in',
        'refresh_token',
        'id_token',
        'not-before-policy',
        'session_state',
        'scope',
      ]),
    );
    expect(tokens).toMatchObject({
      expires_in: 120,
      refresh_expires_in: 1_800,
      'not-before-policy': 0,
      scope: 'openid profile scope_all identity',
    });
    expect(about).toMatchObject({
      SubjectNameID: '899700000005',
      given_name: 'Claire',
      family_name: 'MOREAU',
      authMode: 'CARD',
      SubjectRole: ['10^1.2.250.1.213.1.1.5.5'],
    });
    expect(about['SubjectRefPro']).toMatchObject({
      exercices: [{ codeProfession: '10', codeSavoirFaire: 'SM26', activities: [{ codeSecteurDactivite: 'SA07' }] }],
    });
  });

  it('sends people to another origin than the issuer, and the standard document elsewhere', async () => {
    const standard = await (await fetch(`${simulator.psc.issuer}/.well-known/openid-configuration`)).json();
    expect(service.config.serverMetadata().authorization_endpoint).toBe(`${simulator.wallet.origin}/auth`);
    expect(standard.authorization_endpoint).toBe(`${simulator.psc.issuer}/protocol/openid-connect/auth`);
  });

  it('asks the phone of who chooses e-CPS', async () => {
    const { tokens } = await signedIn('amelie-roux', { means: 'MOBILE' });
    expect(decodeJwt(tokens.access_token)).toMatchObject({ authMode: 'MOBILE' });
  });

  it('comes back with access_denied when the phone refuses', async () => {
    const { url } = await service.start();
    const visitor = new Visitor();
    const shown = await visitor.request(url);
    const phone = await visitor.post(url, '/login', await shown.text(), { persona: 'amelie-roux', means: 'MOBILE' });
    const page = await phone.text();
    expect(page).toMatch(/class="number">\d\d</u);
    const denied = await visitor.post(url, '/phone', page, { decision: 'deny' });
    expect(new URL(denied.headers.get('location')!).searchParams.get('error')).toBe('access_denied');
  });

  it('signs in without a page when a test names the person', async () => {
    const { url, checks } = await service.start({ login_hint: 'persona:hugo-faure' });
    const answer = await new Visitor().request(url);
    const tokens = await service.finish(new URL(answer.headers.get('location')!), checks);
    expect(tokens.claims()?.['preferred_username']).toBe('899700000054');
  });
});

describe('what follows a sign-in', () => {
  it('refreshes, and says so by introspection', async () => {
    const { tokens } = await signedIn('claire-moreau');
    const renewed = await openid.refreshTokenGrant(service.config, tokens.refresh_token!);
    const access = await openid.tokenIntrospection(service.config, renewed.access_token);
    const refresh = await openid.tokenIntrospection(service.config, renewed.refresh_token!);

    expect(renewed.refresh_token).not.toBe(tokens.refresh_token);
    expect(access).toMatchObject({ active: true, typ: 'Bearer', SubjectNameID: '899700000005', client_id: 'habilis', acr: 'eidas3' });
    expect(refresh).toMatchObject({ active: true, typ: 'Refresh' });
    expect(refresh).not.toHaveProperty('SubjectNameID');
    await expect(openid.refreshTokenGrant(service.config, tokens.refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('revokes', async () => {
    const { tokens } = await signedIn('claire-moreau');
    await openid.tokenRevocation(service.config, tokens.refresh_token!);
    expect(await openid.tokenIntrospection(service.config, tokens.access_token)).toEqual({ active: false });
  });

  it('signs out: back to the exact address with the state, session and tokens gone', async () => {
    const { tokens, visitor } = await signedIn('claire-moreau');
    const back = 'http://localhost:4400/upstream/psc/signed-out';
    const logout = (uri: string) =>
      openid.buildEndSessionUrl(service.config, { id_token_hint: tokens.id_token!, post_logout_redirect_uri: uri, state: 's1' }).href;

    const refused = await visitor.request(logout(`${back}/`));
    expect([refused.status, refused.headers.get('location')]).toEqual([400, null]);
    const done = await visitor.request(logout(back));
    expect(done.headers.get('location')).toBe(`${back}?state=s1`);
    expect(await openid.tokenIntrospection(service.config, tokens.access_token)).toEqual({ active: false });
    const { url } = await service.start({ prompt: 'none' });
    expect((await visitor.signIn(url, 'claire-moreau')).searchParams.get('error')).toBe('login_required');
  });

  it('loses the state on the way back when told to', async () => {
    const { tokens, visitor } = await signedIn('claire-moreau');
    simulator.psc.change({ logoutState: false });
    const back = 'http://localhost:4400/upstream/psc/signed-out';
    const url = openid.buildEndSessionUrl(service.config, { id_token_hint: tokens.id_token!, post_logout_redirect_uri: back, state: 's1' });
    const done = await visitor.request(url.href);
    simulator.psc.change({ logoutState: true });
    expect(done.headers.get('location')).toBe(back);
  });

  it('stays on a page when no way back is given', async () => {
    const { tokens, visitor } = await signedIn('claire-moreau');
    const answer = await visitor.request(openid.buildEndSessionUrl(service.config, { id_token_hint: tokens.id_token! }).href);
    expect(await answer.text()).toContain('Votre session Pro Santé Connect est fermée');
  });
});

describe('a code', () => {
  it('is good once: the second time takes back what it gave', async () => {
    const { callback, checks, tokens } = await signedIn('claire-moreau');
    await expect(service.finish(callback, checks)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(await openid.tokenIntrospection(service.config, tokens.access_token)).toEqual({ active: false });
    await expect(openid.fetchUserInfo(service.config, tokens.access_token, tokens.claims()!.sub)).rejects.toMatchObject({ status: 401 });
  });

  it('is bound to its PKCE verifier', async () => {
    const { url, checks } = await service.start();
    const callback = await new Visitor().signIn(url, 'claire-moreau');
    await expect(service.finish(callback, { ...checks, pkceCodeVerifier: openid.randomPKCECodeVerifier() })).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('is bound to its client and its address', async () => {
    const headers = { authorization: `Basic ${btoa('habilis:habilis-psc-development')}` };
    const { url, checks } = await service.start();
    const code = (await new Visitor().signIn(url, 'claire-moreau')).searchParams.get('code')!;
    const form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: 'http://localhost:4400/elsewhere',
      code_verifier: checks.pkceCodeVerifier,
    };
    const answer = await fetch(service.config.serverMetadata().token_endpoint!, {
      method: 'POST',
      headers,
      body: new URLSearchParams(form),
    });
    expect(await answer.json()).toMatchObject({ error: 'invalid_grant', error_description: 'Incorrect redirect_uri' });
  });

  it.each([
    ['the body', openid.ClientSecretPost('habilis-psc-development'), undefined],
    ['a header, with a wrong secret', openid.ClientSecretBasic('wrong'), 'invalid_client'],
  ])('is exchanged by a client that authenticates in %s', async (_, auth, error) => {
    const other = await Service.at(simulator.psc, 'psc', auth);
    const { url, checks } = await other.start();
    const exchange = other.finish(await new Visitor().signIn(url, 'claire-moreau'), checks);
    await (error ? expect(exchange).rejects.toThrow() : expect(exchange).resolves.toHaveProperty('id_token'));
  });
});

describe('the regional provider', () => {
  it('signs in without refresh token, and answers claims to ?schema=openid', async () => {
    const enrs = await Service.at(simulator.enrs, 'enrs');
    const { url, checks } = await enrs.start();
    const tokens = await enrs.finish(await new Visitor().signIn(url, 'karim-benali', { means: 'PASSWORD-OTP' }), checks);
    const endpoint = enrs.config.serverMetadata().userinfo_endpoint!;
    const headers = { authorization: `Bearer ${tokens.access_token}` };

    expect(simulator.enrs.issuer).toMatch(/\/AutoConnectSSO\/idserver$/u);
    expect(tokens.refresh_token).toBeUndefined();
    expect(tokens.claims()).toMatchObject({ acr: 'enrs2', amr: ['pwd', 'otp'] });
    expect(await (await fetch(`${endpoint}?schema=openid`, { headers })).json()).toMatchObject({
      given_name: 'Karim',
      profession: '41',
      email: 'karim.benali@messagerie.example',
    });
    expect(Object.keys(await (await fetch(endpoint, { headers })).json())).toEqual(['sub']);
  });

  it('knows one person of Pro Santé Connect by the same RPPS', async () => {
    const enrs = await Service.at(simulator.enrs, 'enrs');
    const { url, checks } = await enrs.start();
    const tokens = await enrs.finish(await new Visitor().signIn(url, 'claire-moreau'), checks);
    const endpoint = `${enrs.config.serverMetadata().userinfo_endpoint}?schema=openid`;
    const about = await (await fetch(endpoint, { headers: { authorization: `Bearer ${tokens.access_token}` } })).json();
    expect(about).toMatchObject({ rpps: '99700000005' });
    expect(about.sub).not.toContain('99700000005');
  });
});
