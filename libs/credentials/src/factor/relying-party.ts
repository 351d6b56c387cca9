import { createHash } from 'node:crypto';

/**
 * Who we are to passkeys: keys made for one host answer no other, and only to pages of one origin.
 */
export interface RelyingParty {
  /** As devices show it. */
  readonly name: string;
  /** Our host. Changing it makes every passkey worthless. */
  readonly id: string;
  readonly origin: string;
}

export const relyingPartyOf = (issuer: URL, name: string): RelyingParty => ({ name, id: issuer.hostname, origin: issuer.origin });

/** How keys name their account: stable, and telling nothing. */
export const userHandle = (account: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash('sha256').update(`habilis passkey holder ${account}`).digest());
