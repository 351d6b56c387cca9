import type { Fact } from '@habilis/kernel';
import type { Account, AccountChange } from './account.ts';
import type { Arriving, Doubt, Identity, Known, NationalId } from './identity.ts';

/** Where accounts are kept. Every implementation passes `describeAccountStore`. */
export abstract class AccountStore {
  /** @throws Refusal `account.unknown` (unknown) */
  abstract get(id: string): Promise<Account>;

  /**
   * Saves the next state, its fact, the grown epoch and what is owed to the world: all or nothing.
   *
   * @throws Refusal `account.stale` (conflict) when someone else committed first
   * @throws Refusal `organisation.unknown` (invalid) for a place in an organisation nobody configured
   */
  abstract commit(change: AccountChange): Promise<void>;

  /**
   * Saves a new account with its fact and, when given, its national identifier.
   *
   * With an identifier alone, the person is recognised at their first arrival and the subject learnt then.
   *
   * @throws Refusal `identity.raced` (conflict) when the account or the identifier exists already
   * @throws Refusal `organisation.unknown` (invalid)
   */
  abstract create(change: AccountChange, nationalId?: string): Promise<void>;
}

/** What one arrival puts on record, all or nothing. */
export interface IdentityChange {
  /** The account's own change, when there is one. */
  readonly account?: { readonly change: AccountChange; readonly isNew: boolean };
  /** As it is from now on; its row is made, or found by its id. */
  readonly identity: Identity;
  /** National identifiers now the account's, the current one first; null leaves them as they are. */
  readonly nationalIds: readonly string[] | null;
  readonly facts: readonly Fact[];
  readonly at: Date;
}

/** An arrival that did not fit together, set aside for a person to look at. */
export interface SetAside {
  readonly id: string;
  readonly who: Arriving;
  readonly doubt: Doubt;
  /** The account it casts doubt on. */
  readonly accountId: string | null;
  /** Whose administrators look at it: the portal's organisation, else the account's oldest one. */
  readonly organisation: string | null;
  readonly firstAt: Date;
  readonly settled: boolean;
}

/** One of the ways in of an account, as its person sees it. */
export interface OwnIdentity extends Identity {
  readonly since: Date;
  readonly lastUsedAt: Date;
}

/** Everything by which one account is recognised. */
export interface OwnIdentities {
  /** Also those that were removed. */
  readonly identities: readonly OwnIdentity[];
  readonly nationalIds: readonly NationalId[];
}

/** Whether someone comes in without any upstream. Answered by whoever keeps passwords and passkeys. */
export abstract class LocalWays {
  abstract opens(accountId: string): Promise<boolean>;
}

/** Where identities are kept: it alone knows who came first when two arrive at once. */
export abstract class IdentityStore {
  /** Everything on record that this arrival touches. */
  abstract find(who: Arriving): Promise<Known>;

  /**
   * @throws Refusal `identity.raced` (conflict) when another arrival of the same person was kept first
   * @throws Refusal `account.stale` (conflict)
   */
  abstract keep(change: IdentityChange): Promise<void>;

  /** Everything by which an account is recognised; empty for one that nobody knows. */
  abstract of(accountId: string): Promise<OwnIdentities>;

  /**
   * Makes an identity open nothing any more, grows the epoch and owes the end of the sessions that came by it.
   *
   * `others` are the ways in that were seen to be left: when they have changed meanwhile, nothing is done.
   *
   * @throws Refusal `identity.stale` (conflict)
   */
  abstract unlink(identity: Identity, others: readonly string[], fact: Fact): Promise<void>;

  /** Sets an arrival aside; the same one again is noted once, with one fact. */
  abstract setAside(entry: SetAside, fact: Fact): Promise<void>;

  /**
   * What was set aside, with the identity the doubted account has at that issuer.
   *
   * @throws Refusal `quarantine.unknown` (unknown)
   */
  abstract aside(id: string): Promise<SetAside & { readonly identity: Identity | null }>;

  /** Ends the doubt; `change` is what follows from it. @throws Refusal `quarantine.settled` (conflict) */
  abstract settle(id: string, by: string, fact: Fact, change?: IdentityChange): Promise<void>;
}
