import type { Order } from './active-faults.ts';
import { Authority, type ClientCertificateKind, type Pair, type ServerCredentials } from './authority.ts';
import type { FaultAt } from './faults.ts';

// prettier-ignore
const CLIENTS: Record<ClientCertificateKind, readonly [from: number, until: number]> = {
  valid:           [-1, 30],
  expired:         [-30, -1],
  'not-yet-valid': [1, 30],
  stranger:        [-1, 30],
};

/** The certificates of one simulator: what its servers show, and what its clients may present. */
export class Tls {
  private readonly authority = new Authority('Autorité SIMULATEUR');
  private readonly stranger = new Authority('Autorité inconnue SIMULATEUR');
  private readonly good: Pair = this.authority.issue({ name: 'localhost', hosts: ['localhost'] });
  private readonly bad: Record<FaultAt<'tls'>, Pair> = {
    'tls-bad-chain': this.stranger.issue({ name: 'localhost', hosts: ['localhost'] }),
    'tls-host-mismatch': this.authority.issue({ name: 'autre.example', hosts: ['autre.example'] }),
    'tls-expired': this.authority.issue({ name: 'localhost', hosts: ['localhost'], days: [-30, -1] }),
  };

  /** Trust this, and only this, to reach the simulator. PEM. */
  get ca(): string {
    return this.authority.certificate;
  }

  clientCertificate(kind: ClientCertificateKind = 'valid', clientId = 'habilis'): Pair {
    const issuer = kind === 'stranger' ? this.stranger : this.authority;
    return issuer.issue({ name: clientId, days: CLIENTS[kind] });
  }

  /** What servers show while these faults are set. */
  credentials(active: readonly Order[]): ServerCredentials {
    const fault = active.findLast((order) => Object.hasOwn(this.bad, order.fault))?.fault as FaultAt<'tls'> | undefined;
    return { ...(fault ? this.bad[fault] : this.good), ca: this.ca };
  }
}
