import * as oidc from 'openid-client';
import { SECRET, testPortals } from './support/portals.ts';
import { relyingParty, signIn } from './support/relying-party.ts';
import { openSite } from './support/site.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
let claire: string;
beforeAll(async () => {
  world = await openWorld();
  claire = await world.member('claire');
});
afterAll(() => world.close());

const basic = (id: string) => `Basic ${Buffer.from(`${id}:${SECRET}`).toString('base64')}`;
const form = (body: Record<string, string>, headers: Record<string, string> = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  body: new URLSearchParams(body).toString(),
});

describe('a token', () => {
  it('is worth nothing to a portal that is not its owner, and cannot be revoked by one', async () => {
    const { tokens } = await signIn(world.site, 'dossiers', claire);
    const stranger = await relyingParty(world.site, 'agenda');
    for (const token of [tokens.access_token, tokens.refresh_token!]) {
      expect(await oidc.tokenIntrospection(stranger.config, token)).toEqual({ active: false });
      await expect(oidc.tokenRevocation(stranger.config, token)).rejects.toMatchObject({ error: 'invalid_request' });
    }
    const owner = await relyingParty(world.site, 'dossiers');
    expect(await oidc.tokenIntrospection(owner.config, tokens.access_token)).toMatchObject({ active: true, sub: claire });
    await oidc.tokenRevocation(owner.config, tokens.refresh_token!);
    expect(await oidc.tokenIntrospection(owner.config, tokens.access_token)).toEqual({ active: false });
    expect((await world.they.facts(claire)).at(-1)).toMatchObject({ what: 'token.revoked', by: 'client:dossiers' });
  });

  it('for an API is opaque, and only that API may ask what it is worth', async () => {
    const resource = 'https://api.example/ehr';
    const { tokens } = await signIn(world.site, 'caller', claire, { resource, scope: 'openid ehr:read' });
    const rp = await relyingParty(world.site, 'caller');
    const forApi = await oidc.refreshTokenGrant(rp.config, tokens.refresh_token!, { resource });
    expect(forApi.access_token).toMatch(/^[\w-]{43}$/);
    const api = await relyingParty(world.site, 'api');
    expect(await oidc.tokenIntrospection(api.config, forApi.access_token)).toMatchObject({
      active: true,
      aud: resource,
      scope: 'ehr:read',
      sub: claire,
    });
    const stranger = await relyingParty(world.site, 'dossiers');
    expect(await oidc.tokenIntrospection(stranger.config, forApi.access_token)).toEqual({ active: false });
    await expect(oidc.fetchUserInfo(rp.config, forApi.access_token, claire)).rejects.toMatchObject({ status: 403 });
  });

  it('of the portal itself asks decisions; a person’s does not', async () => {
    const rp = await relyingParty(world.site, 'dossiers');
    const own = await oidc.clientCredentialsGrant(rp.config, { scope: 'access:evaluate' });
    const { callingClients } = world.site.provider;
    expect(await callingClients.identify(`Bearer ${own.access_token}`)).toEqual({ clientId: 'dossiers', organisation: 'org-cpts-briey' });
    const plain = await oidc.clientCredentialsGrant(rp.config, {});
    expect(await callingClients.identify(`Bearer ${plain.access_token}`)).toBeUndefined();
    const { tokens } = await signIn(world.site, 'dossiers', claire);
    for (const other of [`Bearer ${tokens.access_token}`, `Basic ${own.access_token}`, 'Bearer x', undefined, '']) {
      expect(await callingClients.identify(other)).toBeUndefined();
    }
  });

  it('of the portal itself opens nothing from the instant it is taken back', async () => {
    const rp = await relyingParty(world.site, 'dossiers');
    const { access_token } = await oidc.clientCredentialsGrant(rp.config, { scope: 'access:evaluate' });
    const identify = () => world.site.provider.callingClients.identify(`Bearer ${access_token}`);
    expect(await identify()).toBeDefined();
    await oidc.tokenRevocation(rp.config, access_token);
    expect(await identify()).toBeUndefined();
  });

  it('is known in the table by a hash or a seal only', async () => {
    const { tokens, browser } = await signIn(world.site, 'dossiers', claire);
    const rows = await world.db.query<{ row: string }>({ name: 'test.rows', text: 'select r::text as row from oidc_record r' });
    const table = rows.map(({ row }) => row).join('\n');
    for (const secret of [tokens.access_token, tokens.refresh_token!, browser.cookie('habilis-sso')!]) expect(table).not.toContain(secret);
    expect(rows.length).toBeGreaterThan(3);
  });
});

describe('a portal', () => {
  it('has one way to prove who it is', async () => {
    const posted = await fetch(
      `${world.site.issuer}/token`,
      form({ grant_type: 'client_credentials', client_id: 'dossiers', client_secret: SECRET }),
    );
    expect([posted.status, await posted.json()]).toEqual([401, expect.objectContaining({ error: 'invalid_client' })]);
  });

  it.each([
    ['password', { username: 'x', password: 'y' }],
    ['urn:ietf:params:oauth:grant-type:token-exchange', {}],
    ['implicit', {}],
  ])('obtains nothing by %s', async (grant_type, more) => {
    const answer = await fetch(`${world.site.issuer}/token`, form({ grant_type, ...more }, { authorization: basic('dossiers') }));
    expect([answer.status, (await answer.json()) as object]).toEqual([400, expect.objectContaining({ error: 'unsupported_grant_type' })]);
  });

  it('that wants pairwise numbers knows a person by one that says nothing, and asks about them with it', async () => {
    const { sub } = await signIn(world.site, 'agenda', claire);
    expect(sub).not.toContain(claire);
    expect((await signIn(world.site, 'agenda', claire)).sub).toBe(sub);
    const { subjects } = world.site.provider;
    expect(await subjects.resolve('agenda', sub)).toBe(claire);
    expect(await subjects.resolve('agenda', `${sub.slice(0, -4)}AAAA`)).toBeUndefined();
    expect(await subjects.resolve('dossiers', claire)).toBe(claire);
    expect(await subjects.resolve('nobody', claire)).toBeUndefined();
  });

  it('whose file the engine refuses stops the start, by its name', async () => {
    const broken = { authentication: { method: 'private_key_jwt', jwks: { keys: [{ kty: 'RSA', n: 'x' }] } } };
    await expect(openSite(world.db, { portals: testPortals({ agenda: broken }) })).rejects.toThrow('config/portals/agenda.yaml: ');
  });

  it('receives no refresh token it has no right to', async () => {
    const { tokens } = await signIn(world.site, 'own', claire);
    expect(tokens.refresh_token).toBeUndefined();
  });
});
