import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, timingSafeEqual, type KeyObject } from 'node:crypto';

/**
 * Numbers by which one sector of portals knows a person, and no other sector can.
 *
 * The number is the account's id enciphered under a key of the sector (a synthetic nonce makes it always the
 * same), so that a portal's question about a person is answered without a table of numbers. The secret must
 * never change: every number would.
 *
 * @fr identifiant par portail
 */
export class PairwiseSubjects {
  /** By sector; there are as many as portals' files. */
  readonly #keys = new Map<string, Keys>();

  constructor(private readonly secret: string) {
    if (secret.length < 32) throw new Error('pairwise subjects need a secret of at least 32 characters');
  }

  subjectFor(sector: string, accountId: string): string {
    const { mac, cipher } = this.keys(sector);
    const nonce = nonceOf(mac, accountId);
    const enciphered = createCipheriv('aes-256-ctr', cipher, nonce);
    return Buffer.concat([nonce, enciphered.update(accountId, 'utf8'), enciphered.final()]).toString('base64url');
  }

  /** The account behind a sector's number; undefined for a number that was never given out. */
  accountOf(sector: string, subject: string): string | undefined {
    const bytes = Buffer.from(subject, 'base64url');
    if (bytes.length <= 16) return undefined;
    const { mac, cipher } = this.keys(sector);
    const nonce = bytes.subarray(0, 16);
    const deciphered = createDecipheriv('aes-256-ctr', cipher, nonce);
    const accountId = Buffer.concat([deciphered.update(bytes.subarray(16)), deciphered.final()]).toString('utf8');
    return timingSafeEqual(nonce, nonceOf(mac, accountId)) ? accountId : undefined;
  }

  private keys(sector: string): Keys {
    const known = this.#keys.get(sector);
    if (known) return known;
    const bytes = Buffer.from(hkdfSync('sha256', this.secret, '', `habilis pairwise v1 ${sector}`, 64));
    const made = { mac: createSecretKey(bytes.subarray(0, 32)), cipher: createSecretKey(bytes.subarray(32)) };
    this.#keys.set(sector, made);
    return made;
  }
}

interface Keys {
  readonly mac: KeyObject;
  readonly cipher: KeyObject;
}

const nonceOf = (mac: KeyObject, accountId: string) => createHmac('sha256', mac).update(accountId).digest().subarray(0, 16);
