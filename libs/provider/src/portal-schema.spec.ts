import { readFolder, SettingsError } from '@habilis/settings';
import path from 'node:path';
import { portalSchema } from './portal-schema.ts';
import { clientMetadata, Portals } from './portals.ts';

const folder = path.join(import.meta.dirname, '../../../config/portals');
const good = {
  name: 'Dossiers',
  organisation: 'org-a',
  redirectUris: ['https://portail.example/cb'],
  authentication: {
    method: 'client_secret_basic',
    secret: { env: 'HABILIS_X_SECRET', development: 'a-development-secret-of-32-characters' },
  },
  grants: ['authorization_code', 'refresh_token', 'client_credentials'],
  scopes: ['openid', 'offline_access', 'access:evaluate'],
  purpose: 'Consulter les dossiers.',
  legalBasis: 'public-interest',
  contact: 'support@portail.example',
};

/** The smallest change that makes a good file wrong, and where it is said to be. */
// prettier-ignore
const OFFENCES: readonly (readonly [name: string, change: object, at: string])[] = [
  ['a word nobody knows',                 { pkce: false },                                                   ''],
  ['a wildcard',                          { redirectUris: ['https://*.portail.example/cb'] },                'redirectUris.0'],
  ['a fragment',                          { redirectUris: ['https://portail.example/cb#x'] },                'redirectUris.0'],
  ['a name before the host',              { redirectUris: ['https://a@portail.example/cb'] },                'redirectUris.0'],
  ['plain http elsewhere',                { redirectUris: ['http://portail.example/cb'] },                   'redirectUris.0'],
  ['a script',                            { redirectUris: ['javascript:alert(1)'] },                         'redirectUris.0'],
  ['nowhere to return to',                { redirectUris: [] },                                              'redirectUris'],
  ['a secret in the file',                { authentication: { method: 'client_secret_basic', secret: 'x' } },'authentication.secret'],
  ['two ways to prove who it is',         { authentication: { method: 'none', secret: good.authentication.secret } }, 'authentication'],
  ['a posted secret',                     { authentication: { ...good.authentication, method: 'client_secret_post' } }, 'authentication.method'],
  ['the implicit grant',                  { grants: ['implicit'] },                                          'grants.0'],
  ['a refresh of nothing',                { grants: ['refresh_token', 'client_credentials'], redirectUris: [] }, 'grants'],
  ['a machine that signs people in',      { kind: 'machine' },                                               'grants'],
  ['a public client of its own',          { authentication: { method: 'none' } },                            'grants'],
  ['offline access that nothing renews',  { grants: ['authorization_code', 'client_credentials'] },          'scopes'],
  ['decisions asked by nobody',           { grants: ['authorization_code', 'refresh_token'] },               'scopes'],
  ['people without openid',               { scopes: ['profile'] },                                           'scopes'],
  ['a claim nobody can release',          { claims: ['password'] },                                          'claims.0'],
  ['pairwise numbers without a sector',   { subject: 'pairwise', redirectUris: ['https://a.example/', 'https://b.example/'] }, 'sector'],
  ['a token that lives for a day',        { ttl: { accessToken: 86_400 } },                                  'ttl.accessToken'],
  ['roles of a portal of people',         { roles: [{ role: 'auditor', organisation: 'org-a' }] },           'roles'],
];

describe('a portal’s file', () => {
  it('is taken when nothing is wrong with it', () => expect(portalSchema.safeParse(good).error).toBeUndefined());

  it.each(OFFENCES)('is refused with %s', (_name, change, at) => {
    const { error } = portalSchema.safeParse({ ...good, ...change });
    expect(error?.issues.map((issue) => issue.path.join('.'))).toContain(at);
  });

  it('says nothing by default that a person has not agreed the portal needs', () => {
    expect(portalSchema.parse(good)).toMatchObject({ claims: [], subject: 'public', kind: 'portal', serves: [], resources: [] });
  });
});

describe('the portals that come with the product', () => {
  const portals = new Portals(readFolder(folder, portalSchema, {}));

  it('become clients of the engine, exact and with one way to prove who they are', () => {
    for (const portal of portals.all()) {
      const metadata = clientMetadata(portal, { NODE_ENV: 'test' });
      expect(metadata).toMatchObject({ client_id: portal.id, redirect_uris: portal.redirectUris });
      const keepsSecret = portal.authentication.method.startsWith('client_secret');
      expect(metadata.client_secret).toEqual(keepsSecret ? expect.stringMatching(/.{32}/) : undefined);
    }
  });

  it('do not start production on their development secrets', () => {
    expect(() => clientMetadata(portals.get('dossiers')!, { NODE_ENV: 'production' })).toThrow(SettingsError);
  });
});
