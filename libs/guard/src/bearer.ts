import type { IncomingMessage } from 'node:http';
import { Refused } from './refused.ts';
import type { Presented } from './tokens.ts';

/** Characters of a token. @source RFC6750 */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;
const LONGEST = 8_192;

/** Where a request carries its token; a portal with sessions of its own gives its own way. */
export type TokenOf<R = IncomingMessage> = (request: R) => Presented | undefined;

/**
 * The token of the `Authorization` header, and of nowhere else: addresses and bodies are written to logs.
 *
 * @throws Refused `token-malformed`
 */
export function bearerOf({ headers: { authorization } }: Pick<IncomingMessage, 'headers'>): Presented | undefined {
  if (authorization === undefined || !/^Bearer\b/i.test(authorization)) return undefined;
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined || token.length > LONGEST) throw new Refused('token-malformed');
  return { token };
}
