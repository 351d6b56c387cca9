import type { IncomingMessage } from 'node:http';
import { assuranceOf, type Assurance } from '../sign-in/assurance.ts';
import type { Proved } from '../sign-in/local-sign-in.ts';
import type { LocalDesk } from './local-desk.ts';

/** A person who proved themselves here, in the shape the provider takes. */
export interface LocalArrival {
  readonly accountId: string;
  readonly acr: string;
  readonly amr: readonly string[];
  readonly authTime: Date;
  readonly upstream: 'local';
}

/** Local sign-ins as arrivals for the provider: whole ones only, once, and to the browser that proved them. */
export class LocalArrivals {
  constructor(private readonly desk: LocalDesk) {}

  async take(interactionUid: string, request: IncomingMessage): Promise<LocalArrival | undefined> {
    const signIn = await this.desk.take(request, interactionUid);
    const assurance = signIn && assuranceOfProofs(signIn.proofs);
    if (!signIn?.account || !assurance) return undefined;
    const authTime = new Date(Math.max(...signIn.proofs.map(({ at }) => at.getTime())));
    return { accountId: signIn.account, ...assurance, authTime, upstream: 'local' };
  }
}

/** What the proofs of a local sign-in are worth, with what its session had proved before. */
function assuranceOfProofs(proofs: readonly Proved[]): Assurance | undefined {
  const before = proofs.find((each) => each.before)?.before;
  const deviceBound = proofs.some((each) => each.deviceBound);
  return assuranceOf({ proofs: proofs.map(({ proof }) => proof), deviceBound, ...(before && { before }) });
}
