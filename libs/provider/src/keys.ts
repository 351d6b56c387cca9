import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

/** Signature algorithms offered: ES256 is five times cheaper, RS256 is what every library knows. */
export const ALGORITHMS = ['ES256', 'RS256'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** Hours a key is still published after its last signature: longer than anything it signed can be shown. */
export const KEPT_HOURS = 24;

/**
 * The keys this replica signs with, in memory: publishing them costs no statement.
 *
 * A key is published one rotation before it signs, so that no portal meets a signature it cannot verify, and a
 * replica that has not heard of a rotation goes on signing with a key that is still published.
 */
export abstract class SigningKeys {
  /** Private keys; of each algorithm the first signs, all verify. */
  abstract signing(): JWK[];
}

/** A new private key, named by its thumbprint. */
export async function newKey(alg: Algorithm): Promise<JWK & { kid: string }> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true, ...(alg === 'RS256' && { modulusLength: 2048 }) });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg, use: 'sig' };
}

/** What of a key anyone may know. */
export function publicPart({ kty, kid, alg, use, crv, x, y, n, e }: JWK): JWK {
  return { kty, kid, alg, use, ...(kty === 'EC' ? { crv, x, y } : { n, e }) } as JWK;
}
