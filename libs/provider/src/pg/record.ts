import { createHash } from 'node:crypto';
import type { AdapterPayload } from 'oidc-provider';

/** The kinds of record the engine keeps with us. Clients are not among them: they are files. */
export type Model =
  | 'AccessToken'
  | 'AuthorizationCode'
  | 'ClientCredentials'
  | 'DeviceCode'
  | 'Grant'
  | 'Interaction'
  | 'PushedAuthorizationRequest'
  | 'RefreshToken'
  | 'ReplayDetection'
  | 'Session';

/** A grant, an interaction and a proof already seen are names, not keys: knowing one opens nothing. */
const NAMES: ReadonlySet<string> = new Set(['Grant', 'Interaction', 'ReplayDetection']);

/** Secrets inside a payload that must be read back, hence sealed and not hashed. */
const SECRETS: Readonly<Partial<Record<string, readonly (keyof AdapterPayload)[]>>> = {
  Session: ['jti'],
  DeviceCode: ['jti'],
  Interaction: ['deviceCode', 'parJti'],
};

/** The key of a record's row: what a thief of the table reads must not work as a token. */
export function rowId(model: string, id: string): string {
  return NAMES.has(model) ? id : createHash('sha256').update(id).digest('base64url');
}

/** Splits a payload into what may be read at rest and what may not. */
export function split(model: string, payload: AdapterPayload): { open: AdapterPayload; secret: AdapterPayload | undefined } {
  const names = SECRETS[model] ?? [];
  const open: AdapterPayload = { ...payload };
  if (!NAMES.has(model)) delete open.jti;
  // An interaction is given a copy of the session's cookie, which nothing reads.
  if (open.session?.cookie) open.session = { ...open.session, cookie: '' };
  const secret = Object.fromEntries(names.filter((name) => payload[name] !== undefined).map((name) => [name, payload[name]]));
  for (const name of names) delete open[name];
  return { open, secret: names.length > 0 && Object.keys(secret).length > 0 ? secret : undefined };
}
