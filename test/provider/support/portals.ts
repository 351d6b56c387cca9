import { portalSchema, type PortalFile } from '@habilis/provider';

export const SECRET = 'a-secret-for-tests-of-more-than-32-characters';
export const RP = 'http://localhost:9';
export const BRIEY = 'org-cpts-briey';
const DEVICE = 'tv';

const secret = { method: 'client_secret_basic', secret: { env: 'TEST_PORTAL_SECRET', development: SECRET } };
const base = {
  organisation: BRIEY,
  authentication: secret,
  grants: ['authorization_code', 'refresh_token'],
  scopes: ['openid', 'profile', 'email', 'professional', 'organisation', 'offline_access'],
  claims: ['name', 'given_name', 'activity'],
  purpose: 'Essayer la connexion d’un portail.',
  legalBasis: 'public-interest',
  contact: 'support@portail.example',
};
const backTo = (id: string) => ({ redirectUris: [`${RP}/${id}/cb`], postLogoutRedirectUris: [`${RP}/${id}/bye`] });

/** A set of portals that differ in one thing each. */
export function testPortals(changes: Record<string, object> = {}): Map<string, PortalFile> {
  const files: Record<string, object> = {
    dossiers: {
      ...base,
      ...backTo('dossiers'),
      name: 'Dossiers partagés',
      grants: [...base.grants, 'client_credentials'],
      scopes: [...base.scopes, 'access:evaluate'],
    },
    agenda: { ...base, ...backTo('agenda'), name: 'Agenda', subject: 'pairwise', organisation: null, claims: [] },
    strict: { ...base, ...backTo('strict'), name: 'Strict', acr: 'eidas2', idTokenAlg: 'RS256', requirePar: true, dpop: true },
    caller: { ...base, ...backTo('caller'), name: 'Appelant', resources: [{ uri: 'https://api.example/ehr', scopes: ['ehr:read'] }] },
    api: {
      ...base,
      name: 'API',
      kind: 'machine',
      grants: ['client_credentials'],
      scopes: ['access:evaluate'],
      claims: [],
      serves: ['https://api.example/ehr'],
    },
    own: {
      ...base,
      ...backTo('own'),
      name: 'Mon compte',
      kind: 'own-account',
      organisation: null,
      grants: ['authorization_code'],
      scopes: ['openid', 'profile'],
      claims: ['name'],
    },
    [DEVICE]: { ...base, name: 'Tablette', authentication: { method: 'none' }, grants: ['device_code'], scopes: ['openid'], claims: [] },
  };
  const entries = Object.entries(files).map(([id, file]) => [id, portalSchema.parse({ ...file, ...changes[id] })] as const);
  return new Map(entries);
}
