import type { Change, Fact } from '@habilis/kernel';
import type { Grant } from './grant.ts';
import type { Holding } from './holding.ts';

/** What decides: standing, grants and the organisations they reach, read as they are now. */
export abstract class Holdings {
  /** One statement however many are asked; who does not exist is absent from the answer. */
  abstract read(accountIds: readonly string[]): Promise<ReadonlyMap<string, Holding>>;

  /** The organisations that lie below each of these, itself included; an unknown one has none. */
  abstract below(organisations: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
}

/** Where grants are kept. */
export abstract class Grants {
  /** @throws Refusal `grant.unknown` (unknown) */
  abstract get(id: string): Promise<Grant>;

  /** Every grant the person ever had, the latest first. */
  abstract of(accountId: string): Promise<readonly Grant[]>;

  /**
   * Adds a grant with its fact.
   *
   * @throws Refusal `grant.overlaps` (conflict) when the person already has that role there in that time
   */
  abstract add(change: Change<Grant>): Promise<void>;

  /**
   * Takes a grant back with its fact, and grows the holder's epoch.
   *
   * @param keepOne refuse to leave the organisation without an effective holder of that role
   * @throws Refusal `grant.already-revoked` or `grant.last-holder` (conflict)
   */
  abstract revoke(change: Change<Grant>, keepOne: boolean): Promise<void>;
}

/** Which roles a machine client holds; they come from the configuration of the client. */
export abstract class ClientRoles {
  abstract of(clientId: string): Promise<readonly { readonly role: string; readonly organisation: string }[]>;
}

/** Who a portal means by a `sub`: portals may know people under names of their own. */
export abstract class Subjects {
  abstract resolve(clientId: string, sub: string): Promise<string | undefined>;
}

/** The portal that asks, and the organisation it serves; null serves all. */
export interface CallingClient {
  readonly clientId: string;
  readonly organisation: string | null;
}

/** Which client an `Authorization` header stands for; undefined when it stands for none that may ask. */
export abstract class CallingClients {
  abstract identify(authorization: string | undefined): Promise<CallingClient | undefined>;
}

/** Where the facts of refused decisions are written: all of a batch, or none. */
export abstract class DenialStore {
  abstract write(facts: readonly Fact[]): Promise<void>;
}
