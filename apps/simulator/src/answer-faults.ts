import type { Answer } from './answer.ts';
import type { FaultAt } from './faults.ts';
import { signedBy, unsigned, type Claims } from './jws.ts';
import type { Upstream } from './upstream.ts';

type Effect = (answer: Answer, upstream: Upstream, value: string | undefined) => void | Promise<void>;

const set =
  (change: Record<string, unknown>): Effect =>
  (answer) =>
    void (answer.body = { ...(answer.body as object), ...change });
const without =
  (name: string): Effect =>
  (answer) => {
    const { [name]: _dropped, ...rest } = answer.body as Record<string, unknown>;
    answer.body = rest;
  };
const raw =
  (type: string, body: (answer: Answer) => string): Effect =>
  (answer) =>
    void Object.assign(answer, { type, body: body(answer) });
const html = raw('text/html; charset=utf-8', () => '<!doctype html><html lang="fr"><title>SIMULATEUR</title><p>Maintenance.</p></html>');
const redirectInside: Effect = (answer, upstream, value) => {
  answer.status = 302;
  answer.headers['location'] = value ?? `${upstream.origin}/simulator/internal`;
};
const onHost =
  (move: (url: URL) => void): Effect =>
  (answer) => {
    const document = answer.body as Record<string, unknown>;
    for (const name of ['token_endpoint', 'userinfo_endpoint', 'jwks_uri', 'end_session_endpoint']) {
      const url = new URL(String(document[name]));
      move(url);
      document[name] = url.href;
    }
  };

const asJwt =
  (sign: (claims: Claims, upstream: Upstream) => string | Promise<string>): Effect =>
  async (answer, upstream) =>
    void Object.assign(answer, { type: 'application/jwt', body: await sign(answer.body as Claims, upstream) });

/** JSON text with a member that no object literal can hold. */
const withMember = (answer: Answer, member: string) => JSON.stringify(answer.body).replace(/\}$/u, `,${member}}`);
const POLLUTION = '"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}';
const TEN_MEGABYTES = 10 * 1_024 * 1_024;
const DEPTH = 20_000;

// `client-secret-rotated` is not here: it decides who is let in, not what is answered (client-auth.ts).
export const TOKEN_EFFECTS: Record<Exclude<FaultAt<'token'>, 'client-secret-rotated'>, Effect> = {
  'token-no-id-token': without('id_token'),
  'token-type-mac': set({ token_type: 'mac' }),
  'token-expires-huge': set({ expires_in: 315_360_000_000, refresh_expires_in: 315_360_000_000 }),
  'token-duplicate-keys': (answer) => void (answer.body = withMember(answer, '"access_token":"stolen","token_type":"Bearer"')),
  'token-html': html,
  'redirect-token': redirectInside,
};

export const USERINFO_EFFECTS: Record<FaultAt<'userinfo'>, Effect> = {
  'userinfo-sub-other': set({ sub: 'f:550dc1c8-d97b-4b1e-ac8c-8eb4471cf9dd:899700000310' }),
  'userinfo-sub-missing': without('sub'),
  'userinfo-error-json': (answer) => void (answer.body = { error: 'server_error', error_description: 'NullPointerException' }),
  'userinfo-html': html,
  'userinfo-empty': raw('application/json', () => ''),
  'userinfo-10mb': raw('application/json', (answer) => withMember(answer, `"padding":"${'x'.repeat(TEN_MEGABYTES)}"`)),
  'userinfo-deep': raw('application/json', (answer) => withMember(answer, `"deep":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`)),
  'userinfo-wrong-type': (answer) => void (answer.type = 'text/html; charset=utf-8'),
  'userinfo-array': (answer) => void (answer.body = [answer.body]),
  'userinfo-proto-keys': raw('application/json', (answer) => withMember(answer, POLLUTION)),
  'userinfo-jwt-bad-signature': asJwt(async (claims, { keys }) => signedBy({ ...(await keys.stranger()), kid: keys.signing.kid }, claims)),
  'userinfo-jwt-unsigned': asJwt((claims) => unsigned(claims)),
  'redirect-userinfo': redirectInside,
};

export const DISCOVERY_EFFECTS: Record<FaultAt<'discovery'>, Effect> = {
  'discovery-issuer-other': set({ issuer: 'https://auth.imposteur.example/auth/realms/esante-wallet' }),
  // A name that is not loopback, so that plain http cannot be excused by development.
  'discovery-http-endpoints': onHost((url) => void (url.href = `http://auth.clair.example${url.pathname}`)),
  'discovery-other-host': onHost((url) => void (url.href = `https://auth.imposteur.example${url.pathname}`)),
  'discovery-html': html,
};

export const JWKS_EFFECTS: Record<FaultAt<'jwks'>, Effect> = {
  'jwks-unreachable': (answer) => void Object.assign(answer, { status: 503, type: 'text/html', body: '<p>503</p>' }),
  'jwks-empty': set({ keys: [] }),
};
