import { afterFullDays, Refusal, type Change } from '@habilis/kernel';

/** Why a role is granted: a closed list, since free text would sooner or later hold someone's health. */
export const GRANT_REASONS = ['new-duties', 'replacement', 'declared-by-structure'] as const;
export type GrantReason = (typeof GRANT_REASONS)[number];

export const REVOKE_REASONS = ['end-of-duties', 'mistake', 'security-incident', 'review'] as const;
export type RevokeReason = (typeof REVOKE_REASONS)[number];

/** A role given to a person in one organisation, over `[from, until)`. @fr habilitation */
export interface Grant {
  readonly id: string;
  readonly account: string;
  /** As the policy names it: `site-administrator`, `dossiers:care-professional`. */
  readonly role: string;
  readonly organisation: string;
  readonly from: Date;
  /** Null: until revoked. */
  readonly until: Date | null;
  readonly why: GrantReason;
  readonly by: string;
  /** The second person, for a role that needs one. */
  readonly approvedBy?: string | null;
  readonly revokedAt: Date | null;
  readonly revokedBy: string | null;
}

/**
 * Whether the grant is worth something at `t`, standing aside.
 *
 * Derived, so that a grant ends at its instant with no job. A revoked grant is worth nothing from the moment it is
 * read as revoked, whatever the clocks of two replicas say.
 */
export function covers(grant: Pick<Grant, 'from' | 'until' | 'revokedAt'>, t: Date): boolean {
  return grant.revokedAt === null && grant.from <= t && (grant.until === null || t < grant.until);
}

/** Whether the person has that role there at some instant of the new grant already. */
export function overlaps(one: Grant, other: Pick<Grant, 'role' | 'organisation' | 'from' | 'until'>): boolean {
  const before = (a: Date, b: Date | null) => b === null || a < b;
  const same = one.role === other.role && one.organisation === other.organisation && one.revokedAt === null;
  return same && before(one.from, other.until) && before(other.from, one.until);
}

/**
 * Gives a role.
 *
 * @param limits `maxDays` of the role: full days on the Paris calendar, the first day not counted; `designated`: its holders
 *   are named administrators, and the fact says so
 * @throws Refusal `grant.in-the-past`, `grant.empty`, `grant.end-needed` or `grant.too-long` (invalid)
 */
export function give(
  grant: Omit<Grant, 'revokedAt' | 'revokedBy'>,
  limits: { readonly maxDays?: number | undefined; readonly designated?: boolean | undefined },
  at: Date,
): Change<Grant> {
  if (grant.from < at) throw new Refusal('grant.in-the-past', 'invalid');
  if (grant.until !== null && grant.until <= grant.from) throw new Refusal('grant.empty', 'invalid');
  if (limits.maxDays !== undefined) {
    if (grant.until === null) throw new Refusal('grant.end-needed', 'invalid', { maxDays: limits.maxDays });
    if (grant.until > afterFullDays(grant.from, limits.maxDays))
      throw new Refusal('grant.too-long', 'invalid', { maxDays: limits.maxDays });
  }
  const { account, organisation, role, by, why, approvedBy } = grant;
  const details = {
    ...{ grant: grant.id, role, from: grant.from.toISOString(), until: grant.until?.toISOString() ?? null },
    ...(approvedBy && { approvedBy }),
    ...(limits.designated && { designated: true }),
  };
  return {
    next: { ...grant, revokedAt: null, revokedBy: null },
    fact: { what: 'role.granted', on: account, by, at, why, source: 'CPAM13.10.2', organisation, details },
  };
}

/** Takes a role back now. @throws Refusal `grant.already-revoked` or `grant.over` (conflict) */
export function takeBack(grant: Grant, order: { readonly by: string; readonly at: Date; readonly why: RevokeReason }): Change<Grant> {
  if (grant.revokedAt !== null) throw new Refusal('grant.already-revoked', 'conflict', { grant: grant.id });
  if (grant.until !== null && grant.until <= order.at) throw new Refusal('grant.over', 'conflict', { grant: grant.id });
  return {
    next: { ...grant, revokedAt: order.at, revokedBy: order.by },
    fact: {
      what: 'role.revoked',
      on: grant.account,
      ...order,
      source: 'CPAM13.10.2',
      organisation: grant.organisation,
      details: { grant: grant.id, role: grant.role },
    },
  };
}
