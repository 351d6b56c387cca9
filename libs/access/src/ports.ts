import type { Change, Fact } from '@habilis/kernel';
import type { BreakGlass, Finding } from './break-glass/break-glass.ts';
import type { Kept, Told } from './engagement/engagement.ts';
import type { Elevation } from './elevation/elevation.ts';
import type { Grant } from './grant/grant.ts';
import type { Holding } from './holding.ts';
import type { RoleRequest } from './grant/role-request.ts';
import type { Pair, Tie } from './engagement/tie.ts';

/** What decides: standing, grants and the organisations they reach, read as they are now. */
export abstract class Holdings {
  /** One statement however many are asked; who does not exist is absent from the answer. */
  abstract read(accountIds: readonly string[]): Promise<ReadonlyMap<string, Holding>>;

  /** The organisations that lie below each of these, itself included; an unknown one has none. */
  abstract below(organisations: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
}

/** What is known of grants while one is being decided about. */
export interface GrantDesk {
  readonly holdings: Holdings;

  /** @throws Refusal `grant.unknown` (unknown) */
  get(id: string): Promise<Grant>;

  /** Every grant the person ever had, the latest first. */
  of(accountId: string): Promise<readonly Grant[]>;

  /** Whether somebody other than its holder holds this role there at `t`, and may act. */
  heldByAnother(grant: Pick<Grant, 'role' | 'organisation' | 'account'>, t: Date): Promise<boolean>;

  /** The organisation with all above it, and with all below it; both empty for one that there is not. */
  around(organisation: string): Promise<{ readonly above: readonly string[]; readonly below: readonly string[] }>;

  /** Whether one of the others may be the same person under a second account: the same name, accents aside, or the same address. */
  mayBe(account: string, others: readonly string[]): Promise<boolean>;

  /** @throws Refusal `role-request.unknown` (unknown) */
  request(id: string): Promise<RoleRequest>;

  /** The requests that would give this person a role, the latest first. */
  requestsOf(accountId: string): Promise<readonly RoleRequest[]>;

  /** The roles that this person has put on, the latest first. */
  elevationsOf(accountId: string): Promise<readonly Elevation[]>;
}

/** A desk whose accounts nobody else may change: what was judged on it is still so when it is written. */
export interface LockedGrantDesk extends GrantDesk {
  /** Writes a grant with its fact. */
  add(change: Change<Grant>): Promise<void>;

  /**
   * Takes a grant back with its fact, and grows the holder's epoch.
   *
   * @throws Refusal `grant.already-revoked` (conflict)
   */
  revoke(change: Change<Grant>): Promise<void>;

  saveRequest(change: Change<RoleRequest>): Promise<void>;

  putOn(change: Change<Elevation>): Promise<void>;

  /** Ends it, and grows the epoch of whoever wore it. @throws Refusal `elevation.over` (conflict) */
  putOff(change: Change<Elevation>): Promise<void>;
}

/** Where grants are kept. Read as it is, it serves to foresee; what is written is judged again under lock. */
export abstract class Grants implements GrantDesk {
  abstract readonly holdings: Holdings;
  abstract get(id: string): Promise<Grant>;
  abstract of(accountId: string): Promise<readonly Grant[]>;
  abstract heldByAnother(grant: Pick<Grant, 'role' | 'organisation' | 'account'>, t: Date): Promise<boolean>;
  abstract around(organisation: string): Promise<{ readonly above: readonly string[]; readonly below: readonly string[] }>;
  abstract mayBe(account: string, others: readonly string[]): Promise<boolean>;
  abstract request(id: string): Promise<RoleRequest>;
  abstract requestsOf(accountId: string): Promise<readonly RoleRequest[]>;
  abstract elevationsOf(accountId: string): Promise<readonly Elevation[]>;

  /**
   * Decides and writes in one transaction, in which the standing and grants of these accounts stay as they are read.
   *
   * @param accounts who grants and who holds; ids that are no account, a machine's for one, are passed over
   */
  abstract deciding<T>(accounts: readonly string[], work: (desk: LockedGrantDesk) => Promise<T>): Promise<T>;
}

/** Standing and grants as they were at an instant that is over. */
export abstract class PastHoldings {
  abstract readAt(accountIds: readonly string[], t: Date): Promise<ReadonlyMap<string, Holding>>;
}

/** Whose portal it is; null serves every organisation. */
export abstract class Doors {
  abstract organisationOf(portal: string): string | null;
}

export interface PeopleSought {
  readonly portal: string;
  readonly roles: readonly string[];
  /** Only those who take part in it; null: whoever holds one of the roles. */
  readonly thing: { readonly type: string; readonly thing: string } | null;
  readonly at: Date;
  readonly after: string | null;
  readonly limit: number;
}

export interface ThingsSought {
  readonly portal: string;
  readonly type: string;
  readonly account: string;
  readonly at: Date;
  readonly after: string | null;
  readonly limit: number;
}

/** A thing that somebody takes part in, with its id as its portal knows it. */
export interface CandidateThing {
  readonly thing: string;
  readonly id: string;
  readonly purposes: readonly string[];
}

/** Who and what a search may find, in order and by the page; each is judged afterwards. */
export abstract class Candidates {
  abstract people(sought: PeopleSought): Promise<readonly string[]>;
  abstract things(sought: ThingsSought): Promise<readonly CandidateThing[]>;
}

/** Where requests for roles are looked up. */
export abstract class RoleRequests {
  abstract of(account: string): Promise<readonly RoleRequest[]>;
  /** Those that wait at `t`, the oldest first. */
  abstract waiting(organisations: readonly string[], t: Date, limit: number, offset: number): Promise<readonly RoleRequest[]>;
}

/** When a telling is kept, asked once nobody else's is under way, and the fact that explains it. */
export interface KeepingOrder {
  readonly at: () => Date;
  readonly fact: (kept: Kept, at: Date) => Fact;
}

/** Where it is kept who takes part in what. Keys and things are pseudonyms here. */
export abstract class Engagements {
  /** All or nothing, and nothing at all for what is on record already. Grows the epoch of whom it takes something from. */
  abstract keep(portal: string, told: readonly Told[], order: KeepingOrder): Promise<Kept>;
}

/** What ties people to things. */
export abstract class Ties {
  /**
   * One statement however many are asked.
   *
   * @param asKnownAt leaves out what was recorded later and counts what was withdrawn later; the same as `t`, most often
   * @returns by `pairKey`; a pair that nothing ties may be absent
   */
  abstract between(portal: string, pairs: readonly Pair[], t: Date, asKnownAt: Date): Promise<ReadonlyMap<string, Tie>>;
}

/** What a portal's questions rest on. */
export interface Weighed {
  /** By account; who does not exist is absent. */
  readonly holdings: ReadonlyMap<string, Holding>;
  /** By `pairKey`; a pair that nothing ties may be absent. */
  readonly ties: ReadonlyMap<string, Tie>;
}

/** Who people are and what ties them to things, read together as they are now. */
export abstract class Evidence {
  /** One statement however many are asked. @param pairs whose accounts are among `accounts` */
  abstract weigh(portal: string, accounts: readonly string[], pairs: readonly Pair[], t: Date): Promise<Weighed>;
}

/** How many emergencies, and what became of them. */
export interface Counted extends Readonly<Record<Finding, number>> {
  readonly opened: number;
  readonly late: number;
}

export interface EmergencyCounts extends Counted {
  /** The same for each portal through which one was opened, the busiest first. */
  readonly portals: readonly (Counted & { readonly portal: string })[];
}

export interface EmergencyPage {
  /** `recent`: how many this person opened in the 90 days up to this one, itself included; `abuses`: found of them in a year. */
  readonly items: readonly (BreakGlass & { readonly recent: number; readonly abuses: number })[];
  readonly more: boolean;
}

/** Where it is kept what was opened in an emergency. */
export abstract class Emergencies {
  /** @throws Refusal `break-glass.unknown` (unknown) */
  abstract get(id: string): Promise<BreakGlass>;
  abstract open(change: Change<BreakGlass>): Promise<void>;
  /** @throws Refusal `break-glass.reviewed` (conflict) */
  abstract conclude(change: Change<BreakGlass>): Promise<void>;
  /** Tells, once each, the reviews that are late at `t`. */
  abstract tellLate(t: Date, factOf: (entry: BreakGlass) => Fact): Promise<void>;
  /** How many were opened in the year up to `t`, and what became of them. */
  abstract counts(organisations: readonly string[], t: Date): Promise<EmergencyCounts>;
  /** Those still to be reviewed first, the most urgent on top. @param t the year of the abuses ends then */
  abstract page(organisations: readonly string[], t: Date, limit: number, offset: number): Promise<EmergencyPage>;
}

/** Which roles a machine client holds; they come from the configuration of the client. */
export abstract class ClientRoles {
  abstract of(clientId: string): Promise<readonly { readonly role: string; readonly organisation: string }[]>;
}

/** Who a portal means by a `sub`: portals may know people under names of their own. */
export abstract class Subjects {
  abstract resolve(clientId: string, sub: string): Promise<string | undefined>;

  /** The name under which the portal knows an account. */
  abstract nameFor(clientId: string, account: string): string;
}

/** The portal that asks, and the organisation it serves; null serves all. */
export interface CallingClient {
  readonly clientId: string;
  readonly organisation: string | null;
}

/** What a portal's own token is made for. */
export type AskingScope = 'access:evaluate' | 'access:engage';

/** Which client an `Authorization` header stands for; undefined when it stands for none that may ask. */
export abstract class CallingClients {
  /** @param scope `access:evaluate` unless told */
  abstract identify(authorization: string | undefined, scope?: AskingScope): Promise<CallingClient | undefined>;
}

/** Where the facts of refused decisions are written: all of a batch, or none. */
export abstract class DenialStore {
  abstract write(facts: readonly Fact[]): Promise<void>;
}
