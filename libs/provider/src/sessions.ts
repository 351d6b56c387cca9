import type { NetworkKind } from './network-kind.ts';

/** Why a session ends, for the journal. */
export type EndingWhy =
  | 'signed-out'
  | 'someone-else-signed-in'
  | 'ended-by-person'
  | 'access-narrowed'
  | 'upstream-signed-out'
  | 'credentials-changed'
  | 'loss-reported';

/** A sign-in session, as its person recognises it. */
export interface OwnSession {
  readonly uid: string;
  /** `Firefox sur Windows` */
  readonly browser: string;
  /** Undefined for a session opened before this was noted. */
  readonly network: NetworkKind | undefined;
  readonly since: Date;
  readonly lastSeen: Date;
  readonly upstream: string | null;
  readonly acr: string | null;
  /** Client ids of the portals entered. */
  readonly portals: readonly string[];
  /** As each portal entered knows this session. */
  readonly sids: readonly string[];
}

/** The session from which a client has this `sid`: the very one its page is read with. */
export const thisOne = (open: readonly OwnSession[], { sid }: { readonly sid: string | null }): OwnSession | undefined =>
  open.find(({ sids }) => sid !== null && sids.includes(sid));

/**
 * Ends sessions: ours first, in one transaction with the news owed to every portal entered and the fact.
 *
 * Safe to repeat. A session of another account is left alone.
 */
export abstract class SessionEnding {
  /** @returns whether there was one to end */
  abstract end(uid: string, accountId: string, why: EndingWhy): Promise<boolean>;

  /** @returns how many were ended */
  abstract endAll(accountId: string, why: EndingWhy, except?: string): Promise<number>;

  /** Ends every session, and everything granted beyond them: what opens doors without a session goes too. */
  abstract endEverything(accountId: string, why: EndingWhy): Promise<void>;

  /** The person's sessions that are open now, the last seen first. */
  abstract of(accountId: string): Promise<readonly OwnSession[]>;
}
