import { randomUUID } from 'node:crypto';
import { exportSPKI, importJWK, type CryptoKey } from 'jose';
import type { Client } from './clients.ts';
import type { FaultAt } from './faults.ts';
import { signed, unsigned, type Claims, type Header } from './jws.ts';
import type { SigningKey } from './keys.ts';
import type { Upstream } from './upstream.ts';

export interface IdTokenDraft {
  header: Header;
  claims: Claims;
  key: CryptoKey | Uint8Array;
  /** Takes the place of the signed token. */
  raw?: string;
}

export interface IdTokenContext {
  readonly upstream: Upstream;
  readonly client: Client;
}

type Effect = (draft: IdTokenDraft, context: IdTokenContext, value: string | undefined) => void | Promise<void>;

const claim =
  (name: string, value: (was: unknown, context: IdTokenContext) => unknown): Effect =>
  ({ claims }, context) => {
    claims[name] = value(claims[name], context);
  };
const without =
  (name: string): Effect =>
  ({ claims }) => {
    delete claims[name];
  };
const shift =
  (seconds: number): Effect =>
  ({ claims }) => {
    for (const name of ['iat', 'exp']) claims[name] = Number(claims[name]) + seconds;
  };

const use = (draft: IdTokenDraft, key: SigningKey, header: Partial<Header> = {}) => {
  draft.header = { ...draft.header, alg: key.alg, kid: key.kid, ...header };
  draft.key = key.privateKey;
};
const strangerWith =
  (header: (stranger: SigningKey, upstream: Upstream) => Partial<Header>): Effect =>
  async (draft, { upstream }) => {
    const stranger = await upstream.keys.stranger();
    use(draft, stranger, header(stranger, upstream));
  };
const secret = (draft: IdTokenDraft, text: string) => {
  draft.header = { ...draft.header, alg: 'HS256' };
  draft.key = new TextEncoder().encode(text);
};

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** What is wrong with the ID token, and with nothing else. */
export const ID_TOKEN_EFFECTS: Record<FaultAt<'id_token'>, Effect> = {
  'nonce-wrong': claim('nonce', () => randomUUID()),
  'nonce-missing': without('nonce'),
  'id-token-iss-wrong': claim('iss', () => 'https://auth.imposteur.example/auth/realms/esante-wallet'),
  'id-token-iss-trailing-slash': claim('iss', (iss) => `${iss}/`),
  'id-token-iss-case': claim('iss', (iss) => String(iss).toUpperCase()),
  'alg-none': (draft) => void (draft.raw = unsigned(draft.claims)),
  'alg-hs256-secret': (draft, { client }) => secret(draft, client.secret),
  'alg-hs256-public-key': async (draft, { upstream }) => {
    const publicKey = await importJWK(upstream.keys.signing.publicJwk, 'RS256', { extractable: true });
    secret(draft, await exportSPKI(publicKey as CryptoKey));
  },
  'alg-es256': async (draft, { upstream }) => use(draft, await upstream.keys.advertised('ES256')),
  'alg-ps512': async (draft, { upstream }) => use(draft, await upstream.keys.advertised('PS512')),
  'kid-unknown': strangerWith(() => ({ kid: randomUUID() })),
  'signature-wrong': strangerWith((_, upstream) => ({ kid: upstream.keys.signing.kid })),
  'key-rotated': async (draft, { upstream }) => use(draft, await upstream.keys.rotate()),
  'key-rotated-old-removed': async (draft, { upstream }) => use(draft, await upstream.keys.rotate(false)),
  'header-jku': strangerWith((_, upstream) => ({ jku: `${upstream.origin}/simulator/stranger/jwks` })),
  'header-x5u': strangerWith((_, upstream) => ({ x5u: `${upstream.origin}/simulator/stranger/certificate` })),
  'header-jwk': strangerWith((stranger) => ({ jwk: stranger.publicJwk })),
  'header-crit': (draft) => void (draft.header = { ...draft.header, crit: ['urn:simulator:critical'], 'urn:simulator:critical': true }),
  'aud-other-client': claim('aud', () => 'another-client'),
  'aud-several-no-azp': (draft, { client }) => {
    draft.claims['aud'] = [client.id, 'another-client'];
    delete draft.claims['azp'];
  },
  'azp-mismatch': claim('azp', () => 'another-client'),
  'id-token-expired': shift(-HOUR),
  'id-token-no-exp': without('exp'),
  'iat-future': shift(HOUR),
  'skew-tolerable': shift(45),
  'skew-excessive': ({ claims }, { upstream }) => void Object.assign(claims, { iat: upstream.now() - 420, exp: upstream.now() - 300 }),
  'at-hash-wrong': claim('at_hash', () => Buffer.alloc(16, 7).toString('base64url')),
  'acr-absent': without('acr'),
  'acr-lower': claim('acr', () => '0'),
  'acr-unknown': claim('acr', () => 'niveau-inconnu'),
  'acr-array': claim('acr', (acr, { upstream }) => [acr ?? upstream.dialect.means[0].acr]),
  'acr-higher': claim('acr', (_, { upstream }) => (upstream.dialect.name === 'psc' ? 'eidas3' : 'enrs2')),
  'auth-time-old': claim('auth_time', (_, { upstream }) => upstream.now() - DAY),
  'auth-time-missing': without('auth_time'),
};

export const seal = async ({ raw, header, claims, key }: IdTokenDraft): Promise<string> => raw ?? signed(header, claims, key);
