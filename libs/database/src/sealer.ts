import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';

/**
 * Keeps secrets at rest in an AES-256-GCM envelope tied to the place they are kept.
 *
 * The place (`table.column:row`) is authenticated with the secret, so a sealed value moved to another row
 * does not open. The first key seals; every key opens, which is how keys are changed.
 *
 * Envelope: `v1.<key id>.<nonce>.<ciphertext and tag>`, base64url.
 */
export class Sealer {
  readonly #keys: ReadonlyMap<string, KeyObject>;
  readonly #current: string;

  /** @param keys `[id, secret]`, newest first; a secret has at least 32 characters */
  constructor(keys: readonly (readonly [id: string, secret: string])[]) {
    if (keys.length === 0 || keys.some(([, secret]) => secret.length < 32))
      throw new Error('sealing needs a key of at least 32 characters');
    this.#keys = new Map(keys.map(([id, secret]) => [id, keyOf(secret)]));
    this.#current = keys[0]![0];
  }

  seal(secret: string, place: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#keys.get(this.#current)!, nonce).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `v1.${this.#current}.${nonce.toString('base64url')}.${sealed.toString('base64url')}`;
  }

  /** @throws Error when the envelope was altered, moved, or sealed under a key no longer held */
  open(envelope: string, place: string): string {
    const [version, id = '', nonce = '', body = ''] = envelope.split('.');
    const key = this.#keys.get(id);
    if (version !== 'v1' || !key) throw new Error('sealed under a key that is not held');
    const sealed = Buffer.from(body, 'base64url');
    const cipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url')).setAAD(Buffer.from(place));
    cipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]).toString('utf8');
  }
}

/** A key object: Node looks at a plain buffer anew each time, at the price of the deciphering itself. */
const keyOf = (secret: string) => createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'habilis seal v1', 32)));
