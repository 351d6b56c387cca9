import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/**
 * Names for things whose own names must not be kept: a patient's file in the journal.
 *
 * Keyed, because the ids of patients can be enumerated and a plain hash of one is as good as the id. The same thing has
 * the same name for as long as the key is kept, so that repeated attempts on one file can be seen as such.
 */
export class Pseudonyms {
  readonly #key: KeyObject;

  /** @param key at least 32 characters, kept as long as the journal */
  constructor(key: string) {
    if (key.length < 32) throw new Error('pseudonyms need a key of at least 32 characters');
    this.#key = createSecretKey(Buffer.from(key));
  }

  /** @param parts what the thing is, from the widest to the narrowest: portal, type, id */
  of(...parts: readonly string[]): string {
    return createHmac('sha256', this.#key).update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
  }
}
