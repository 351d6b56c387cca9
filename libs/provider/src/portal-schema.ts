import { ACR } from '@habilis/credentials';
import { secretReference } from '@habilis/settings';
import { z } from 'zod';
import { RELEASABLE, SCOPE_NAMES } from './claims.ts';

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

const exactUri = z
  .string()
  .refine(isExact, 'Attendu : une adresse https:// absolue, sans fragment ni joker (http:// sur cette machine seulement)');
const seconds = (most: number) => z.int().min(30).max(most);

/** Ways to obtain tokens, under short names; the long ones are OAuth's. */
const GRANTS = {
  authorization_code: 'authorization_code',
  refresh_token: 'refresh_token',
  client_credentials: 'client_credentials',
  device_code: 'urn:ietf:params:oauth:grant-type:device_code',
} as const;
export type PortalGrant = keyof typeof GRANTS;
const GRANT_NAMES = Object.keys(GRANTS) as [PortalGrant, ...PortalGrant[]];
export const grantType = (grant: PortalGrant): string => GRANTS[grant];

const authentication = z.discriminatedUnion('method', [
  z.strictObject({
    method: z.literal('client_secret_basic').describe('the portal has a secret'),
    secret: secretReference.describe('where the secret is'),
  }),
  z.strictObject({
    method: z.literal('private_key_jwt').describe('the portal signs, RFC 7523'),
    jwks: z.strictObject({ keys: z.array(z.looseObject({ kty: z.enum(['RSA', 'EC', 'OKP']) })).min(1) }).describe('its public keys'),
  }),
  z.strictObject({ method: z.literal('none').describe('a public client: a device or an application that can keep no secret') }),
]);

const resource = z.strictObject({
  uri: exactUri.describe('resource indicator of the API, RFC 8707'),
  scopes: z.array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/)).min(1).describe('scopes the portal may ask for at this API'), // prettier-ignore
});

const machineRole = z.strictObject({
  role: z.string().min(1).describe('role of config/policies'),
  organisation: z.string().min(1).describe('where the machine holds it'),
});

const lifetimes = z.strictObject({
  accessToken: seconds(900).default(300).describe('seconds an access token lives'),
  refreshToken: seconds(43_200).default(14_400).describe('seconds from the sign-in; rotation does not prolong'),
});

// prettier-ignore
const shape = z.strictObject({
  name: z.string().min(2).max(60).describe('name people read when they sign in'),
  organisation: z.string().min(1).nullable().describe('organisation whose members may enter; null for a portal of every organisation'),
  kind: z.enum(['portal', 'console', 'own-account', 'machine']).default('portal').describe('a portal, the console, people’s own pages, or no person at all'),
  redirectUris: z.array(exactUri).default([]).describe('addresses sign-ins return to, compared exactly'),
  postLogoutRedirectUris: z.array(exactUri).default([]).describe('addresses sign-outs return to, compared exactly'),
  backchannelLogoutUri: exactUri.optional().describe('address told of sign-outs, OpenID Connect Back-Channel Logout 1.0'),
  authentication,
  grants: z.array(z.enum(GRANT_NAMES)).min(1).describe('ways to obtain tokens'),
  scopes: z.array(z.enum(SCOPE_NAMES)).default([]).describe('scopes the portal may ask for'),
  claims: z.array(z.enum(RELEASABLE)).default([]).describe('claims released to the portal; nothing else ever is'),
  subject: z.enum(['public', 'pairwise']).default('public').describe('whether the portal knows people by a number of its own'),
  sector: z.string().min(1).optional().describe('portals of one sector share pairwise numbers; the host of the first redirect address when absent'),
  acr: z.enum(ACR).optional().describe('lowest level of authentication that lets a person in'),
  idTokenAlg: z.enum(['ES256', 'RS256']).default('ES256').describe('signature of ID tokens'),
  requirePar: z.boolean().default(false).describe('whether requests must be pushed, RFC 9126'),
  dpop: z.boolean().default(false).describe('whether tokens must be bound to a key, RFC 9449'),
  resources: z.array(resource).default([]).describe('APIs the portal may call in people’s name'),
  serves: z.array(exactUri).default([]).describe('APIs the portal is the server of: it may introspect their tokens'),
  roles: z.array(machineRole).default([]).describe('roles a machine holds in the API of the console; people get theirs by grants'),
  ttl: lifetimes.prefault({}),
  purpose: z.string().min(10).describe('why the portal needs to know who comes in, in French, shown to people'),
  legalBasis: z.enum(['consent', 'contract', 'legal-obligation', 'vital-interests', 'public-interest', 'legitimate-interests']).describe('GDPR article 6'),
  contact: z.email().describe('whom people write to when they cannot get in'),
});

/** One file of `config/portals/`, read; the name of the file is the client id. */
export type PortalFile = z.output<typeof shape>;

const has = (portal: PortalFile, grant: PortalGrant) => portal.grants.includes(grant);
const hosts = (portal: PortalFile) => new Set(portal.redirectUris.filter(isExact).map((each) => new URL(each).host)).size;

/** What no single field can say. */
// prettier-ignore
const RULES: readonly (readonly [path: string, broken: (portal: PortalFile) => boolean, message: string])[] = [
  ['redirectUris', (p) => has(p, 'authorization_code') !== p.redirectUris.length > 0, 'Attendu : au moins une adresse avec authorization_code, aucune sans'],
  ['grants', (p) => has(p, 'refresh_token') && !has(p, 'authorization_code') && !has(p, 'device_code'), 'refresh_token suppose authorization_code ou device_code'],
  ['grants', (p) => has(p, 'client_credentials') && p.authentication.method === 'none', 'client_credentials suppose un secret ou une clé'],
  ['grants', (p) => p.kind === 'machine' && p.grants.some((each) => each !== 'client_credentials'), 'une machine n’a que client_credentials'],
  ['roles', (p) => p.kind !== 'machine' && p.roles.length > 0, 'Seule une machine reçoit ses rôles d’un fichier'],
  ['scopes', (p) => p.scopes.includes('offline_access') && !has(p, 'refresh_token'), 'offline_access suppose refresh_token'],
  ['scopes', (p) => p.scopes.includes('access:evaluate') && !has(p, 'client_credentials'), 'access:evaluate suppose client_credentials'],
  ['scopes', (p) => p.scopes.includes('access:engage') && !has(p, 'client_credentials'), 'access:engage suppose client_credentials'],
  ['scopes', (p) => p.kind !== 'machine' && p.grants.some((each) => each !== 'client_credentials') && !p.scopes.includes('openid'), 'Attendu : openid, dès que des personnes se connectent'],
  ['sector', (p) => p.subject === 'pairwise' && !p.sector && hosts(p) !== 1, 'Attendu : un secteur, quand les adresses de retour ont plusieurs hôtes ou aucun'],
];

/**
 * What a portal is, who answers for it, and all that it may do here.
 *
 * Strict: a word nobody knows is refused, because a safeguard misspelt is a safeguard off.
 */
export const portalSchema = shape.superRefine((portal, problems) => {
  for (const [path, broken, message] of RULES) {
    if (broken(portal)) problems.addIssue({ code: 'custom', path: [path], message });
  }
});

function isExact(value: string): boolean {
  if (!URL.canParse(value) || value.includes('*') || value.includes('#')) return false;
  const { protocol, hostname, username } = new URL(value);
  return username === '' && (protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname)));
}
