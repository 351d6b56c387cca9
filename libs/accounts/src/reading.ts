import type { Account, Hold, HoldKind, Membership, Stage } from './account.ts';
import type { Doubt } from './identity.ts';
import type { ProfessionalProfile } from './profile.ts';

/** Lines a screen may ask for at once. */
export const MOST_LINES = 100;

/** A slice of a list; `next` is where the following one begins, null at the end. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

interface Slice {
  /** Only people of these organisations are looked at; none, nobody. */
  readonly organisations: readonly string[];
  readonly cursor?: string | undefined;
  /** 50 unless told, 100 at most. */
  readonly limit?: number | undefined;
}

export interface PeopleQuery extends Slice {
  /** The beginning of a name, given or family, accents and case aside; or a whole national identifier or RPPS. */
  readonly search?: string | undefined;
  /** As seen from the organisations asked for: `open` has a place there, `departed` had one. */
  readonly stage?: Stage | undefined;
  /** Held now, there or everywhere, by this kind or by any. */
  readonly hold?: HoldKind | 'any' | undefined;
}

/** One line of a list of people. */
export interface PersonLine extends Pick<Account, 'id' | 'version' | 'givenName' | 'familyName' | 'stage'> {
  readonly memberships: readonly Membership[];
  readonly holds: readonly Hold[];
  readonly lastSignInAt: Date | null;
}

/** Someone who waits for an answer. */
export interface RequestLine extends Pick<Account, 'id' | 'version' | 'givenName' | 'familyName'> {
  readonly organisation: string;
  readonly since: Date;
  readonly upstream: string | null;
  readonly profile: ProfessionalProfile | null;
  /** Other accounts of the same name. */
  readonly namesakes: number;
  /** Whether an arrival that casts doubt on this account waits to be settled. */
  readonly doubted: boolean;
}

/** A means by which the person is recognised; identifiers are masked but for their type and last three characters. */
export interface IdentityLine {
  readonly id: string;
  readonly upstream: string;
  readonly nationalId: string | null;
  readonly profile: ProfessionalProfile;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
}

/** An arrival that waits for an administrator to say who it is. */
export interface DoubtLine {
  readonly id: string;
  readonly doubt: Doubt;
  readonly upstream: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly nationalId: string | null;
  readonly accountId: string | null;
  readonly organisation: string | null;
  readonly since: Date;
}

/** Everything on a person's sheet that this library knows. */
export interface Sheet {
  readonly account: Account;
  readonly createdAt: Date;
  readonly lastSignInAt: Date | null;
  readonly identities: readonly IdentityLine[];
  readonly doubts: readonly DoubtLine[];
}

/**
 * Reads people for screens. It asks nobody's right: ListPeople, ListRequests and ReadSheet do.
 *
 * Every list is bounded and read from where the previous page ended, so that no page costs more because there
 * are more people.
 */
export abstract class Accounts {
  abstract list(query: PeopleQuery): Promise<Page<PersonLine>>;

  /** Requests, the one that waits longest first. */
  abstract requests(slice: Slice): Promise<Page<RequestLine>>;

  /** Arrivals set aside, the oldest first. */
  abstract doubts(slice: Slice): Promise<Page<DoubtLine>>;

  /** @throws Refusal `account.unknown` (unknown) */
  abstract sheet(id: string): Promise<Sheet>;
}

/** Enough to tell one identifier from another on a screen, too little to use: `8•••••••161`. */
export function masked(nationalId: string): string {
  return nationalId.slice(0, 1) + '•'.repeat(Math.max(0, nationalId.length - 4)) + nationalId.slice(-3);
}
