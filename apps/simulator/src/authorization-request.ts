import type { Request } from 'express';
import { text } from './answer.ts';
import type { Client } from './clients.ts';
import type { Upstream } from './upstream.ts';

/** What a service asks for, once its client and its address are known to be right. */
export interface AuthorizationRequest {
  readonly client: Client;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly challenge: { readonly value: string; readonly method: 'S256' | 'plain' } | undefined;
  readonly prompt: readonly string[];
  /** Seconds. */
  readonly maxAge: number | undefined;
  readonly persona: string | undefined;
  readonly localProvider: string | undefined;
}

export interface Problem {
  readonly error: string;
  readonly description: string;
}

type Params = Record<string, unknown>;
const words = (params: Params, name: string) => text(params, name)?.split(' ') ?? [];
const SEVERAL = ['claims', 'request', 'request_uri'];

/** Why a request goes back with an error. The `strict` rows are what lenient servers let pass. */
const RULES: readonly (Problem & { strict: boolean; broken: (params: Params, upstream: Upstream) => boolean })[] = [
  {
    strict: false,
    error: 'invalid_request',
    description: 'a parameter is repeated',
    broken: (params) => Object.values(params).some(Array.isArray),
  },
  {
    strict: false,
    error: 'unsupported_response_type',
    description: 'response_type must be code',
    broken: (params) => text(params, 'response_type') !== 'code',
  },
  {
    strict: false,
    error: 'invalid_scope',
    description: 'scope must hold openid',
    broken: (params) => !words(params, 'scope').includes('openid'),
  },
  {
    strict: false,
    error: 'invalid_request',
    description: 'unsupported code_challenge_method',
    broken: (params) => !['S256', 'plain', undefined].includes(text(params, 'code_challenge_method')),
  },
  {
    strict: false,
    error: 'request_not_supported',
    description: 'request objects are not simulated',
    broken: (params) => SEVERAL.some((name) => name in params && name !== 'claims'),
  },
  {
    strict: false,
    error: 'invalid_request',
    description: 'response_mode must be query',
    broken: (params) => !['query', undefined].includes(text(params, 'response_mode')),
  },
  {
    strict: false,
    error: 'invalid_request',
    description: 'max_age must be a number of seconds',
    broken: (params) => !/^\d{0,9}$/u.test(text(params, 'max_age') ?? ''),
  },
  {
    strict: false,
    error: 'invalid_request',
    description: 'prompt=none goes alone',
    broken: (params) => words(params, 'prompt').includes('none') && words(params, 'prompt').length > 1,
  },
  {
    strict: true,
    error: 'invalid_scope',
    description: 'a required scope is missing',
    broken: (params, { dialect }) => dialect.requiredScopes.some((scope) => !words(params, 'scope').includes(scope)),
  },
  {
    strict: true,
    error: 'invalid_request',
    description: 'acr_values must be eidas1',
    broken: (params, { dialect }) => dialect.requiredAcr !== undefined && !words(params, 'acr_values').includes(dialect.requiredAcr),
  },
  { strict: true, error: 'invalid_request', description: 'state is missing', broken: (params) => text(params, 'state') === undefined },
  { strict: true, error: 'invalid_request', description: 'nonce is missing', broken: (params) => text(params, 'nonce') === undefined },
  {
    strict: true,
    error: 'invalid_request',
    description: 'code_challenge_method must be S256',
    broken: (params) => 'code_challenge' in params && text(params, 'code_challenge_method') !== 'S256',
  },
];

export const paramsOf = (req: Request): Params => (req.method === 'POST' ? (req.body as Params | undefined) : (req.query as Params)) ?? {};

/** The client and the address to answer to: when either is wrong, nobody is redirected anywhere. */
export function addressee(upstream: Upstream, params: Params): { client: Client; redirectUri: string } | undefined {
  const client = upstream.client(text(params, 'client_id'));
  const redirectUri = text(params, 'redirect_uri');
  return client && redirectUri !== undefined && client.redirectUris.includes(redirectUri) ? { client, redirectUri } : undefined;
}

export const brokenRule = (upstream: Upstream, params: Params): Problem | undefined =>
  RULES.find((rule) => (upstream.settings.strict || !rule.strict) && rule.broken(params, upstream));

export function authorizationRequest(to: { client: Client; redirectUri: string }, params: Params): AuthorizationRequest {
  const challenge = text(params, 'code_challenge');
  const maxAge = text(params, 'max_age');
  return {
    ...to,
    state: text(params, 'state'),
    nonce: text(params, 'nonce'),
    challenge:
      challenge === undefined
        ? undefined
        : { value: challenge, method: text(params, 'code_challenge_method') === 'S256' ? 'S256' : 'plain' },
    prompt: words(params, 'prompt'),
    maxAge: maxAge === undefined ? undefined : Number(maxAge),
    persona: /^persona:(.+)$/u.exec(text(params, 'login_hint') ?? '')?.[1],
    localProvider: text(params, 'kc_idp_hint'),
  };
}
