import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

type Cbor = number | string | Buffer | Map<number | string, Cbor>;

/** What a device is told, as far as this one looks. */
interface Asked {
  readonly challenge: string;
  readonly rp?: { readonly id?: string };
  readonly rpId?: string;
  readonly user?: { readonly id: string };
}

/** Where an honest device would disagree. */
export interface Lies {
  readonly origin?: string;
  readonly rpId?: string;
  /** Whether the holder was checked by finger, face or code. */
  readonly verified?: boolean;
  readonly challenge?: string;
  readonly counter?: number;
  readonly type?: string;
  readonly userHandle?: string;
  /** Signs with another key than the one on record. */
  readonly key?: KeyObject;
}

/**
 * A passkey device made of code, that can be made to lie: what no real device would send, a thief's program may.
 *
 * One credential, ES256, no attestation.
 */
export class SoftAuthenticator {
  readonly id = randomBytes(16).toString('base64url');
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  #counter = 0;
  #userHandle: string | undefined;

  /** @param counts whether it counts its uses; a key copied between devices does not */
  constructor(
    private readonly origin: string,
    private readonly counts = true,
  ) {}

  /** Answers `navigator.credentials.create`. */
  create(options: Asked, lies: Lies = {}) {
    this.#userHandle = options.user?.id;
    const data = this.authenticatorData(options, lies, this.credentialData());
    const attestation = cbor(new Map<string, Cbor>([['fmt', 'none'], ['attStmt', new Map()], ['authData', data]])); // prettier-ignore
    const clientDataJSON = this.clientData('webauthn.create', options, lies).toString('base64url');
    return this.answer({ clientDataJSON, attestationObject: attestation.toString('base64url'), transports: ['internal'] });
  }

  /** Answers `navigator.credentials.get`. */
  get(options: Asked, lies: Lies = {}) {
    const data = this.authenticatorData(options, lies);
    const client = this.clientData('webauthn.get', options, lies);
    const signature = sign(
      'sha256',
      Buffer.concat([data, createHash('sha256').update(client).digest()]),
      lies.key ?? this.#keys.privateKey,
    );
    const userHandle = lies.userHandle ?? this.#userHandle;
    return this.answer({
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
      ...(userHandle !== undefined && { userHandle }),
    });
  }

  private answer<T extends object>(response: T) {
    return { id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {}, response } as const;
  }

  private clientData(type: string, { challenge }: Asked, lies: Lies): Buffer {
    const { origin = this.origin } = lies;
    return Buffer.from(JSON.stringify({ type: lies.type ?? type, challenge: lies.challenge ?? challenge, origin, crossOrigin: false }));
  }

  /** WebAuthn 6.1: digest of the host, flags, counter, and the new key */
  private authenticatorData({ rp, rpId }: Asked, lies: Lies, attested: Buffer = Buffer.alloc(0)): Buffer {
    const host = lies.rpId ?? rp?.id ?? rpId ?? '';
    const [present, verified, copied, withKey] = [0x01, 0x04, 0x18, 0x40];
    const flags = present | (lies.verified === false ? 0 : verified) | (this.counts ? 0 : copied) | (attested.length > 0 ? withKey : 0);
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(lies.counter ?? (this.counts ? ++this.#counter : 0));
    return Buffer.concat([createHash('sha256').update(host).digest(), Buffer.from([flags]), counter, attested]);
  }

  private credentialData(): Buffer {
    const { x, y } = this.#keys.publicKey.export({ format: 'jwk' });
    const id = Buffer.from(this.id, 'base64url');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const point = (value = '') => Buffer.from(value, 'base64url');
    const key = cbor(new Map<number, Cbor>([[1, 2], [3, -7], [-1, 1], [-2, point(x)], [-3, point(y)]])); // prettier-ignore
    return Buffer.concat([Buffer.alloc(16), length, id, key]);
  }
}

/** As much of RFC 8949 as a key needs. */
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, inner]) => [cbor(key), cbor(inner)])]);
}

function head(major: number, count: number): Buffer {
  if (count < 24) return Buffer.from([(major << 5) | count]);
  if (count < 256) return Buffer.from([(major << 5) | 24, count]);
  return Buffer.from([(major << 5) | 25, count >> 8, count & 255]);
}
