import { calculateJwkThumbprint, exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';

export interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

async function makeKey(alg: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, alg, privateKey, publicJwk: { ...jwk, kid, alg, use: 'sig' } };
}

/** The keys of one upstream: one signs, several may be published, one is a stranger's and never is. */
export class Keys {
  private readonly spare = new Map<string, Promise<SigningKey>>();

  private constructor(
    private current: SigningKey,
    private published: SigningKey[],
  ) {}

  static async make(): Promise<Keys> {
    const key = await makeKey('RS256');
    return new Keys(key, [key]);
  }

  get signing(): SigningKey {
    return this.current;
  }

  get jwks(): { keys: JWK[] } {
    return { keys: this.published.map((key) => key.publicJwk) };
  }

  /** Signs with a new key from now on. The old one stays published unless `keepOld` is false. */
  async rotate(keepOld = true): Promise<SigningKey> {
    this.current = await makeKey('RS256');
    this.published = keepOld ? [this.current, ...this.published] : [this.current];
    return this.current;
  }

  /** A key that is published beside the main one, for algorithms that are advertised but agreed with nobody. */
  async advertised(alg: string): Promise<SigningKey> {
    const key = await this.once(alg);
    if (!this.published.includes(key)) this.published = [...this.published, key];
    return key;
  }

  /** A key that no document of ours lists. */
  stranger(): Promise<SigningKey> {
    return this.once('RS256');
  }

  private once(alg: string): Promise<SigningKey> {
    const made = this.spare.get(alg) ?? makeKey(alg);
    this.spare.set(alg, made);
    return made;
  }
}
