import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compactVerify, createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet } from 'jose';
import type { SimulatedProvider } from '../index.ts';
import { Visitor } from './visitor.ts';

type Step = 'discovery' | 'jwks' | 'authorize' | 'callback' | 'token' | 'id_token' | 'userinfo' | 'refresh' | 'backchannel' | 'logout';

const BASIC = `Basic ${Buffer.from('habilis:habilis-psc-development').toString('base64')}`;

interface Wire {
  readonly status: number | string;
  readonly type?: string | null;
  readonly location?: string | null;
  readonly body: string;
}

async function wire(url: string, patienceMs: number, init: RequestInit): Promise<Wire> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(patienceMs), ...init });
    const body = await answer.text();
    return { status: answer.status, type: answer.headers.get('content-type'), location: answer.headers.get('location'), body };
  } catch (error) {
    return { status: (error as Error).name, body: '' };
  }
}

const parsed = <T>({ body }: Wire): Partial<T> => {
  try {
    return JSON.parse(body) as T;
  } catch {
    return {};
  }
};

/** Values that differ each time, by name. */
const CHANGING = new Set(['code', 'session_state', 'access_token', 'refresh_token', 'id_token', 'jti', 'sid', 'kid', 'at_hash', 'nonce']);
const still = (object: object) =>
  JSON.stringify(Object.entries(object).map(([name, value]) => (CHANGING.has(name) ? [name, 'changing'] : [name, value])));

async function signature(token: string, keys: JSONWebKeySet): Promise<string> {
  try {
    await compactVerify(token, createLocalJWKSet(keys), { algorithms: ['RS256', 'ES256', 'PS512'] });
    return 'good';
  } catch (error) {
    return (error as Error).name;
  }
}

export interface LogoutReceiver {
  readonly origin: string;
  readonly tokens: string[];
  stop(): void;
}

/** A service that receives logout tokens, on any path. */
export async function logoutReceiver(): Promise<LogoutReceiver> {
  const tokens: string[] = [];
  const server: Server = createServer((req, res) => {
    let body = '';
    req.on('data', (chunk) => (body += chunk));
    req.on('end', () => {
      tokens.push(new URLSearchParams(body).get('logout_token') ?? '');
      res.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://localhost:${(server.address() as AddressInfo).port}`, tokens, stop: () => void server.close() };
}

const describeCallback = (callback: URL): unknown => [
  callback.origin + callback.pathname,
  callback.hash === '' ? 'query' : 'fragment',
  [...callback.searchParams].map(([name, value]) => (CHANGING.has(name) ? name : `${name}=${value}`)),
];

interface IdTokenContext {
  readonly access: string;
  readonly nonce: string;
  readonly before: Partial<JSONWebKeySet>;
  readonly after: Partial<JSONWebKeySet>;
}

async function describeIdToken(token: string, { access, nonce, before, after }: IdTokenContext): Promise<unknown> {
  const header = decodeProtectedHeader(token);
  const claims = decodeJwt(token);
  const known = (keys: Partial<JSONWebKeySet>, kid: unknown) => keys.keys?.some((key) => key.kid === kid) ?? false;
  return {
    header: still(header),
    claims: still(claims),
    signature: await signature(token, { keys: after.keys ?? [] }),
    kid: [known(before, header.kid), known(after, header.kid), before.keys?.every(({ kid }) => known(after, kid))],
    nonce: claims['nonce'] === nonce,
    at_hash: claims['at_hash'] === createHash('sha256').update(access).digest().subarray(0, 16).toString('base64url'),
  };
}

async function describeLogoutToken(token: string, first: string, callback: URL, keys: Partial<JSONWebKeySet>): Promise<unknown> {
  const claims = decodeJwt(token);
  const sid = claims['sid'] === callback.searchParams.get('session_state');
  return { claims: still(claims), sid, same: token === first, signature: await signature(token, { keys: keys.keys ?? [] }) };
}

/** Plays a whole sign-in and tells, hop after hop, what the wire showed. */
export async function* transcript(
  provider: SimulatedProvider,
  receiver: LogoutReceiver,
  patienceMs: number,
): AsyncGenerator<[Step, unknown]> {
  const redirectUri = `${receiver.origin}/upstream/psc/callback`;
  const endpoint = (path: string) => `${provider.issuer}/protocol/openid-connect/${path}`;
  const get = (url: string, init: RequestInit = {}) => wire(url, patienceMs, init);
  const post = (path: string, form: Record<string, string>) =>
    get(endpoint(path), { method: 'POST', headers: { authorization: BASIC }, body: new URLSearchParams(form) });

  yield ['discovery', await get(provider.discoveryUrl)];
  const jwks = await get(endpoint('certs'));
  const keys = parsed<JSONWebKeySet>(jwks);
  yield ['jwks', { status: jwks.status, some: (keys.keys?.length ?? 0) > 0 }];

  const nonce = crypto.randomUUID();
  const asked = {
    client_id: 'habilis',
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid scope_all',
    acr_values: 'eidas1',
    state: 'st',
    nonce,
  };
  const url = `${provider.authorizationEndpoint}?${new URLSearchParams(asked)}`;
  const fresh = await get(`${url}&prompt=login`);
  yield ['authorize', [fresh.status, fresh.location === null ? 'page' : 'redirection']];

  const callback = await new Visitor().signIn(url, 'claire-moreau');
  yield ['callback', describeCallback(callback)];

  const code = callback.searchParams.get('code') ?? '';
  const token = await post('token', { grant_type: 'authorization_code', code, redirect_uri: redirectUri });
  const tokens = parsed<Record<string, string>>(token);
  yield ['token', [token.status, token.type, token.location, still(tokens), (token.body.match(/"access_token"/gu) ?? []).length]];

  const { id_token: idToken = '', access_token: access = '' } = tokens;
  const keysAfter = parsed<JSONWebKeySet>(await get(endpoint('certs')));
  yield ['id_token', await describeIdToken(idToken, { access, nonce, before: keys, after: keysAfter })];
  yield ['userinfo', await get(endpoint('userinfo'), { headers: { authorization: `Bearer ${access}` } })];
  const refresh = await post('token', { grant_type: 'refresh_token', refresh_token: tokens['refresh_token'] ?? '' });
  yield ['refresh', [refresh.status, still(parsed(refresh))]];

  const heard = receiver.tokens.length;
  await provider.backchannelLogout({ persona: 'claire-moreau' });
  yield [
    'backchannel',
    await Promise.all(receiver.tokens.slice(heard).map((one) => describeLogoutToken(one, receiver.tokens[heard]!, callback, keysAfter))),
  ];
  const out = new URLSearchParams({
    id_token_hint: idToken,
    client_id: 'habilis',
    post_logout_redirect_uri: `${receiver.origin}/upstream/psc/signed-out`,
    state: 'bye',
  });
  yield ['logout', await get(`${endpoint('logout')}?${out}`)];
}
