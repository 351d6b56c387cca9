import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { bits, boolean, explicit, implicit, integer, octets, oid, sequence, set, time, utf8 } from './der.ts';

/** PEM texts. */
export interface Pair {
  readonly cert: string;
  readonly key: string;
}
export interface ServerCredentials extends Pair {
  /** Whose client certificates are believed. */
  readonly ca: string;
}

export type ClientCertificateKind = 'valid' | 'expired' | 'not-yet-valid' | 'stranger';

const DAY = 86_400_000;
const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
const COMMON_NAME = '2.5.4.3';
const BASIC_CONSTRAINTS = '2.5.29.19';
const ALTERNATIVE_NAMES = '2.5.29.17';
const IP = Buffer.from([127, 0, 0, 1]);

interface Request {
  readonly name: string;
  readonly authority?: boolean;
  readonly hosts?: readonly string[];
  /** Days from now. */
  readonly days?: readonly [from: number, until: number];
}

const naming = (name: string) => sequence(set(sequence(oid(COMMON_NAME), utf8(name))));
const extension = (id: string, content: Uint8Array) => sequence(oid(id), octets(content));
const dns = (host: string) => implicit(2, Buffer.from(host));
const pem = (der: Buffer) =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/gu, '$&\n')}\n-----END CERTIFICATE-----\n`;

function extensions({ authority, hosts }: Request): Buffer {
  const constraints = extension(BASIC_CONSTRAINTS, authority ? sequence(boolean(true)) : sequence());
  const names = hosts
    ? [extension(ALTERNATIVE_NAMES, sequence(...hosts.map(dns), ...(hosts.includes('localhost') ? [implicit(7, IP)] : [])))]
    : [];
  return explicit(3, sequence(constraints, ...names));
}

/** A throw-away certificate authority, for tests of TLS. Elliptic P-256, in memory only. */
export class Authority {
  readonly certificate: string;
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  constructor(private readonly name: string) {
    this.certificate = this.certify({ name, authority: true }, this.keys.publicKey);
  }

  issue(request: Request): Pair {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return { cert: this.certify(request, publicKey), key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string };
  }

  private certify(request: Request, publicKey: KeyObject): string {
    const [from, until] = request.days ?? [-1, 30];
    const validity = sequence(time(new Date(Date.now() + from * DAY)), time(new Date(Date.now() + until * DAY)));
    const serial = integer(Buffer.concat([Buffer.from([0x01]), randomBytes(8)]));
    const key = publicKey.export({ type: 'spki', format: 'der' });
    const version3 = explicit(0, integer(Buffer.from([2])));
    const body = sequence(version3, serial, ECDSA_SHA256, naming(this.name), validity, naming(request.name), key, extensions(request));
    return pem(sequence(body, ECDSA_SHA256, bits(sign('sha256', body, this.keys.privateKey))));
  }
}
