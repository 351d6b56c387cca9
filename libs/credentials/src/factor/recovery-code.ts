import { createHmac, randomBytes } from 'node:crypto';

/** How many codes a sheet has. */
export const CODES = 10;

/** No letter that reads like a digit or another letter. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 12;

/** As it is printed: `k7qd-2m9x-c4tb`, 60 bits. */
export const CODE_SHAPE = /^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){2}$/;

/** A sheet of codes, each different. */
export function newCodes(): readonly string[] {
  const codes = new Set<string>();
  while (codes.size < CODES) codes.add(inFours([...randomBytes(LENGTH)].map((byte) => ALPHABET[byte & 31]).join('')));
  return [...codes];
}

/**
 * What is kept of a code: nothing that gives it back, and nothing that is the same for two people.
 *
 * Typed from paper: capitals, spaces, hyphens, and letters taken for digits make no difference.
 *
 * @param pepper the service's secret, without which a stolen table cannot be searched
 */
export function digestOf(code: string, account: string, pepper: string): string {
  return createHmac('sha256', pepper)
    .update(`recovery code of ${account}: ${plain(code)}`)
    .digest('base64url');
}

const plain = (code: string) => code.slice(0, 100).toLowerCase().replace(/[^0-9a-z]/g, '').replace(/o/g, '0').replace(/[il]/g, '1'); // prettier-ignore

const inFours = (code: string) => code.match(/.{4}/g)!.join('-');
