import { Refusal, type Fact } from '@habilis/kernel';

/** What people are asked to renew. */
export const RENEWED = ['password', 'factor', 'any'] as const;
export type Renewed = (typeof RENEWED)[number];

/** Why a renewal is asked for: the codes of the list that accounts keep the words of. */
export const RENEWAL_REASONS = ['security-incident', 'leaked-list', 'shared-means', 'new-rules'] as const;

/** Which facts show that someone has renewed, by what was asked. */
// prettier-ignore
export const SHOWN_BY: Readonly<Record<Renewed, readonly string[]>> = {
  password: ['password.changed', 'password.chosen'],
  factor:   ['factor.added', 'recovery-codes.made'],
  any:      ['password.changed', 'password.chosen', 'factor.added', 'recovery-codes.made'],
};

/** Whom a renewal is asked of: people of an organisation and below it who hold what is to be renewed. */
export interface RenewalQuery {
  readonly organisation: string;
  readonly what: Renewed;
  /** Only those who hold this role there now. */
  readonly role: string | null;
  /** Only those who have renewed nothing since. */
  readonly notSince: Date | null;
}

/** Someone a renewal would be asked of. */
export interface RenewalPerson {
  readonly account: string;
  readonly name: string;
  /** When they last changed what is asked for. */
  readonly lastChange: Date | null;
}

/** How far someone is: `shut` once the deadline has passed without a renewal. */
export type RenewalState = 'waiting' | 'renewed' | 'shut';

export interface AskedPerson extends RenewalPerson {
  readonly remindedAt: Date | null;
  readonly renewedAt: Date | null;
}

/**
 * A renewal asked of many people at once, after an incident.
 *
 * @fr campagne de renouvellement
 * @source CPTSI.2
 */
export interface Renewal {
  readonly id: string;
  readonly query: RenewalQuery;
  readonly why: string;
  readonly startedBy: string;
  readonly startedAt: Date;
  readonly deadline: Date;
  readonly asked: number;
  readonly renewed: number;
}

/** Days before the deadline on which those who have not renewed are reminded. */
export const REMINDED_DAYS_BEFORE = [7, 3, 1] as const;

/** Hours people are given at the least: enough to read a mail. */
export const SHORTEST_HOURS = 4;
const LONGEST_DAYS = 90;

export function stateOf({ renewedAt }: Pick<AskedPerson, 'renewedAt'>, deadline: Date, t: Date): RenewalState {
  if (renewedAt !== null) return 'renewed';
  return t < deadline ? 'waiting' : 'shut';
}

/** @throws Refusal `renewal.deadline` (invalid) unless people are given some hours, and some months at most */
export function mustBeDeadline(deadline: Date, now: Date): void {
  const given = deadline.getTime() - now.getTime();
  if (given < SHORTEST_HOURS * 3_600_000 || given > LONGEST_DAYS * 24 * 3_600_000) {
    throw new Refusal('renewal.deadline', 'invalid', { hours: SHORTEST_HOURS, days: LONGEST_DAYS });
  }
}

/** When someone is reminded, of the instants that are still to come. */
export const remindersOf = (deadline: Date, now: Date): Date[] =>
  REMINDED_DAYS_BEFORE.map((days) => new Date(deadline.getTime() - days * 24 * 3_600_000)).filter((at) => at > now);

/** Where renewals are kept. */
export abstract class Renewals {
  /** Whom a query finds, by name. */
  abstract find(query: RenewalQuery, except: string): Promise<readonly RenewalPerson[]>;

  /** Keeps a renewal with those it is asked of, and owes each their mail, their hold and their reminders: all or nothing. */
  abstract start(renewal: Omit<Renewal, 'asked' | 'renewed'>, people: readonly string[], fact: Fact): Promise<void>;

  abstract list(organisations: readonly string[]): Promise<readonly Renewal[]>;

  /** @returns undefined when there is none */
  abstract get(id: string): Promise<(Renewal & { readonly people: readonly AskedPerson[] }) | undefined>;
}
