import { randomBytes } from 'node:crypto';

/** Every id says what it names. */
export type IdPrefix =
  | 'acc'
  | 'idn'
  | 'mem'
  | 'hold'
  | 'grant'
  | 'req'
  | 'evt'
  | 'ses'
  | 'out'
  | 'cpt'
  | 'lnk'
  | 'inv'
  | 'imp'
  | 'fac'
  | 'bg'
  | 'drg'
  | 'dsg'
  | 'sgr'
  | 'elv'
  | 'rev'
  | 'rva'
  | 'rnw'
  | 'rec'
  | 'pol';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** A new unguessable id: 26 characters of base 32 (130 bits) behind a prefix, safe in an address and on paper. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}-${[...randomBytes(26)].map((byte) => ALPHABET[byte & 31]).join('')}`;
}
