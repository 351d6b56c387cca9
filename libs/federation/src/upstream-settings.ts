import { secretReference } from '@habilis/settings';
import { z } from 'zod';
import { claimsSettings } from './claims-settings.ts';
import { levelField } from './level.ts';

/** Signed by a key only the upstream holds: shared secrets (HS…) and `none` cannot even be configured. */
const algorithm = z.enum(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']);

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** https, or plain http to this very machine, which is where the simulator lives. */
const address = z
  .url({ protocol: /^https?$/ })
  .refine(
    (text) => URL.canParse(text) && (new URL(text).protocol === 'https:' || LOOPBACK.has(new URL(text).hostname)),
    'adresse en https attendue (http seulement vers cette machine)',
  );
const origin = address.refine((text) => URL.canParse(text) && new URL(text).origin === text, 'origine attendue, sans chemin');

const bySecret = z.strictObject({
  id: z.string().min(1).describe('client identifier given by the upstream'),
  authentication: z.enum(['client_secret_basic', 'client_secret_post']).describe('how the secret is presented'),
  secret: secretReference.describe('client secret given by the upstream'),
  authority: z.string().optional().describe('PEM file of a private authority that signed the upstream’s certificate'),
});

const byCertificate = z.strictObject({
  id: z.string().min(1).describe('client identifier given by the upstream'),
  authentication: z.literal('tls_client_auth').describe('the client certificate is the proof (IGC-Santé ORG AUTH_CLI for PSC)'),
  certificate: z.string().describe('PEM file of the client certificate with its chain'),
  key: z.string().describe('PEM file of its private key'),
  authority: z.string().optional().describe('PEM file of a private authority that signed the upstream’s certificate'),
});

const endpoints = z.strictObject({
  authorization: address.describe('where people are sent'),
  token: address.describe('where codes are exchanged'),
  userinfo: address.optional().describe('where the professional data are read'),
  jwks: address.describe('public keys'),
  endSession: address.optional().describe('upstream sign-out'),
});

const request = z.strictObject({
  scopes: z.array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/)).describe('scopes beside openid'),
  acrValues: z.string().optional().describe('level asked, as the upstream names it'),
  maxAge: z.int().min(0).max(86_400).optional().describe('oldest authentication accepted, in seconds; asked and then checked'),
  pkce: z.enum(['always', 'never', 'auto']).default('always').describe('auto follows the discovery document'),
  extra: z
    .record(z.string().regex(/^[a-z_]+$/), z.string())
    .default({})
    .describe('parameters added as they are'),
});

const assurance = z.strictObject({
  levels: z.record(z.string(), levelField).describe('each acr the upstream may answer, and the level it is worth to us'),
  minimum: levelField.describe('below it the sign-in is refused'),
  absent: z.union([z.literal('refuse'), levelField]).describe('what a sign-in without acr is worth; never guessed in silence'),
  methods: z.strictObject({
    at: z.string().describe('JSON pointer in the claims to what the person used'),
    values: z.record(z.string(), z.array(z.string())).describe('each value, as amr of RFC 8176'),
  }).optional().describe('how the person signed in, when the upstream does not say it as amr'), // prettier-ignore
});

const userinfo = z.strictObject({
  query: z.record(z.string(), z.string()).default({}).describe('parameters added to the userinfo address, such as schema=openid'),
});

const signOut = z.strictObject({
  parameters: z
    .array(z.enum(['id_token_hint', 'client_id', 'post_logout_redirect_uri', 'state']))
    .describe('parameters the upstream understands'),
});

/** One file of `config/upstreams`: everything that tells an upstream from another is here, nothing is in code. */
export const upstreamSettings = z
  .strictObject({
    label: z.string().min(1).max(60).describe('name people know it by'),
    place: z.int().min(1).default(100).describe('where it stands among the means of signing in; 1 is the first'),
    logo: z
      .string()
      .regex(/^\/assets\//)
      .optional()
      .describe('image served by us, with the label as its text'),
    issuer: address.describe('exactly as the upstream writes it: compared character by character'),
    discovery: z.string().startsWith('/').optional().describe('path of the discovery document, after the issuer'),
    endpoints: endpoints.optional().describe('addresses by hand, instead of discovery'),
    hosts: z.array(origin).default([]).describe('origins beside the issuer’s where its endpoints may be'),
    client: z.discriminatedUnion('authentication', [bySecret, byCertificate]).describe('who we are to the upstream'),
    request: request.describe('what we ask for'),
    issParameter: z
      .enum(['announced', 'required'])
      .default('announced')
      .describe('iss on the way back (RFC 9207): as discovery announces, or always'),
    algorithms: z.array(algorithm).min(1).describe('signatures accepted, whatever the upstream advertises'),
    clockTolerance: z.int().min(0).max(60).default(30).describe('seconds our clocks may differ'),
    assurance: assurance.describe('what its levels are worth'),
    userinfo: userinfo.optional().describe('absent: the ID token is enough and userinfo is not called'),
    claims: claimsSettings.describe('where each claim is, and how far it is trusted'),
    provisioning: z.enum(['none', 'pending', 'auto']).describe('unknown people: refused, a request to be approved, or let in'),
    refresh: z.enum(['never', 'recheck']).default('never').describe('keep the refresh token (sealed) to look at the person again, or not'),
    signOut: signOut.optional().describe('absent: an explicit sign-out leaves the upstream’s session alone'),
  })
  .refine((each) => (each.discovery === undefined) !== (each.endpoints === undefined), {
    path: ['discovery'],
    message: 'donnez soit discovery, soit endpoints',
  });

export type UpstreamSettings = z.infer<typeof upstreamSettings>;
