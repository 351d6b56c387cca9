import { CompactSign, type CryptoKey } from 'jose';
import type { SigningKey } from './keys.ts';

export type Header = { alg: string; [name: string]: unknown };
export type Claims = Record<string, unknown>;

const bytes = (text: string) => new TextEncoder().encode(text);
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A compact JWS. Critical extensions, which nobody knows, are let through. */
export function signed(header: Header, claims: Claims, key: CryptoKey | Uint8Array): Promise<string> {
  const crit = Object.fromEntries(((header['crit'] as string[] | undefined) ?? []).map((name) => [name, true]));
  return new CompactSign(bytes(JSON.stringify(claims))).setProtectedHeader(header).sign(key, { crit });
}

export const signedBy = (key: SigningKey, claims: Claims, typ = 'JWT'): Promise<string> =>
  signed({ alg: key.alg, typ, kid: key.kid }, claims, key.privateKey);

export const unsigned = (claims: Claims): string => `${base64url({ alg: 'none', typ: 'JWT' })}.${base64url(claims)}.`;
