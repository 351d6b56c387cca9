import { afterFullDays, Refusal, type Change, type Fact } from '@habilis/kernel';

/** Why a rule is derogated from: a closed list, beside what the person writes of the exception itself. */
export const DEROGATION_REASONS = ['continuity-of-care', 'technical-constraint', 'transition', 'small-structure', 'regulatory'] as const;
export type DerogationReason = (typeof DEROGATION_REASONS)[number];

/** Days that a derogation lasts at most: one that is never looked at again is a rule. */
const MOST_DAYS = 366;
/** Days before its end at which it is called to mind. */
export const REMINDED_DAYS = 30;

/** An exception to a rule, for someone, for a time, with what makes up for it. @fr dérogation */
export interface Derogation {
  readonly id: string;
  readonly organisation: string;
  /** The person it is made for. */
  readonly account: string;
  /** The rule, and what is allowed instead. */
  readonly exception: string;
  readonly why: DerogationReason;
  /** What makes up for it meanwhile. */
  readonly measures: string;
  readonly from: Date;
  readonly until: Date;
  readonly allowedBy: string;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
}

export type DerogationState = 'in-force' | 'ending' | 'over' | 'ended';

/** Derived, so that it is over at its instant with no job. */
export function derogationState({ until, endedAt }: Pick<Derogation, 'until' | 'endedAt'>, t: Date): DerogationState {
  if (endedAt !== null) return 'ended';
  if (until <= t) return 'over';
  return until <= afterFullDays(t, REMINDED_DAYS) ? 'ending' : 'in-force';
}

/** @throws Refusal `derogation.empty` or `derogation.too-long` (invalid) */
export function allow(what: Omit<Derogation, 'endedAt' | 'endedBy'>): Change<Derogation> {
  const { from, until, allowedBy, why } = what;
  if (until <= from) throw new Refusal('derogation.empty', 'invalid');
  if (until > afterFullDays(from, MOST_DAYS)) throw new Refusal('derogation.too-long', 'invalid', { days: MOST_DAYS });
  const next = { ...what, endedAt: null, endedBy: null };
  return { next, fact: factOf('derogation.allowed', next, { by: allowedBy, at: from, why }) };
}

/** Ends it before its time. @throws Refusal `derogation.over` (conflict) */
export function end(derogation: Derogation, { by, at }: { readonly by: string; readonly at: Date }): Change<Derogation> {
  if (derogation.endedAt !== null || derogation.until <= at)
    throw new Refusal('derogation.over', 'conflict', { derogation: derogation.id });
  return { next: { ...derogation, endedAt: at, endedBy: by }, fact: factOf('derogation.ended', derogation, { by, at, why: 'ended' }) };
}

/** The journal names the derogation; what was written of it stays in the register. */
export const factOf = (
  what: string,
  { id, account, organisation, until }: Derogation,
  order: { readonly by: string; readonly at: Date; readonly why: string },
): Fact => ({
  what,
  on: account,
  ...order,
  source: 'CPAM13.2',
  organisation,
  details: { derogation: id, deadline: until.toISOString() },
});

/** What the policy looks at when a derogation is read, allowed or ended. */
export const derogationTarget = ({ id, organisation, account }: Pick<Derogation, 'id' | 'organisation' | 'account'>) => ({
  type: 'Derogation',
  id,
  organisation,
  holder: account,
});
