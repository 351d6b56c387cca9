import path from 'node:path';
import { readFolder } from '@habilis/settings';
import { upstreamSettings } from './upstream-settings.ts';

const folder = path.resolve(import.meta.dirname, '../../../config/upstreams');
const files = readFolder(folder, upstreamSettings, {});
const psc = files.get('psc')!;
const refusedAt = (changed: object) => upstreamSettings.safeParse({ ...psc, ...changed }).error?.issues.map(({ path: at }) => at.join('.'));

describe('an upstream’s file', () => {
  it('is there for PSC and for ENRS, with nothing in code', () => {
    expect([...files.keys()]).toEqual(['enrs', 'psc']);
    expect(psc).toMatchObject({
      discovery: '/.well-known/wallet-openid-configuration',
      request: { pkce: 'always' },
      provisioning: 'pending',
    });
  });

  // prettier-ignore
  it.each([
    ['a shared-secret signature',       { algorithms: ['HS256'] },                                 'algorithms.0'],
    ['no signature',                    { algorithms: ['none'] },                                  'algorithms.0'],
    ['a clock too tolerant',            { clockTolerance: 300 },                                   'clockTolerance'],
    ['plain http elsewhere than here',  { issuer: 'http://auth.clair.example/realm' },             'issuer'],
    ['a host with a path',              { hosts: ['https://wallet.example/auth'] },                'hosts.0'],
    ['neither discovery nor endpoints', { discovery: undefined },                                  'discovery'],
    ['a misspelt field',                { algoritms: ['RS256'] },                                  ''],
    ['private_key_jwt, which PSC refuses', { client: { ...psc.client, authentication: 'private_key_jwt' } }, 'client.authentication'],
    ['a secret written in it',          { client: { ...psc.client, secret: 'hunter2hunter2hunter2' } }, 'client.secret'],
    ['an e-mail said to be trusted',    { claims: { ...psc.claims, email: { at: '/email', trust: 'trusted' } } }, 'claims.email'],
    ['a level nobody knows',            { assurance: { ...psc.assurance, minimum: 'high' } },      'assurance.minimum'],
    ['an absent acr left to chance',    { assurance: { ...psc.assurance, absent: undefined } },    'assurance.absent'],
  ])('refuses %s', (_what, changed, at) => {
    expect(refusedAt(changed)).toContain(at);
  });

  it('may give the endpoints by hand, and a certificate instead of a secret', () => {
    const endpoints = { authorization: 'https://idp.example/auth', token: 'https://idp.example/token', jwks: 'https://idp.example/keys' };
    const client = { id: 'habilis', authentication: 'tls_client_auth', certificate: 'c.pem', key: 'k.pem' };
    expect(refusedAt({ discovery: undefined, endpoints, client })).toBeUndefined();
  });
});
