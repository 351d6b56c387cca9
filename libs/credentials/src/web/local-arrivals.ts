import type { IncomingMessage } from 'node:http';
import type { Proved } from '../local-sign-in.ts';
import type { LocalDesk } from './local-desk.ts';

/** A person who proved themselves here, in the shape the provider takes. */
export interface LocalArrival {
  readonly accountId: string;
  readonly acr: string;
  readonly amr: readonly string[];
  readonly authTime: Date;
  readonly upstream: 'local';
}

/** The level that proofs reach, and the methods they were. */
export type Assured = (proofs: readonly Proved[]) => { readonly acr: string; readonly amr: readonly string[] };

/** Local sign-ins as arrivals for the provider: whole ones only, once, and to the browser that proved them. */
export class LocalArrivals {
  constructor(
    private readonly desk: LocalDesk,
    private readonly assured: Assured,
  ) {}

  async take(interactionUid: string, request: IncomingMessage): Promise<LocalArrival | undefined> {
    const signIn = await this.desk.take(request, interactionUid);
    if (!signIn?.account) return undefined;
    const authTime = new Date(Math.max(...signIn.proofs.map(({ at }) => at.getTime())));
    return { accountId: signIn.account, ...this.assured(signIn.proofs), authTime, upstream: 'local' };
  }
}
