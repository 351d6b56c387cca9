import { afterFullDays, Refusal, type Change } from '@habilis/kernel';
import type { ThingType } from '../policy/language/policy.ts';

/** What the review of an emergency concludes: a closed list, since free text would name the patient. */
export const FINDINGS = ['justified', 'mistake', 'abuse'] as const;
export type Finding = (typeof FINDINGS)[number];

/**
 * One thing opened by one person in an emergency, without need to know, over `[openedAt, until)`.
 *
 * @fr accès en urgence, bris de glace
 */
export interface BreakGlass {
  readonly id: string;
  readonly account: string;
  readonly portal: string;
  readonly organisation: string | null;
  readonly type: string;
  /** The pseudonym of the thing. */
  readonly thing: string;
  /** The role through which it was open to them. */
  readonly role: string;
  readonly motive: string;
  /** How surely they were recognised, 1 to 3, as the portal declared it; null when it did not. */
  readonly assurance: number | null;
  readonly openedAt: Date;
  readonly until: Date;
  /** The first instant at which its review is late. */
  readonly reviewBy: Date;
  readonly reviewedAt: Date | null;
  readonly reviewedBy: string | null;
  readonly finding: Finding | null;
}

export type BreakGlassState = 'to-review' | 'late' | 'reviewed';

/** Derived, so that a review is late at its instant with no job. */
export function breakGlassState({ reviewedAt, reviewBy }: Pick<BreakGlass, 'reviewedAt' | 'reviewBy'>, t: Date): BreakGlassState {
  if (reviewedAt !== null) return 'reviewed';
  return t < reviewBy ? 'to-review' : 'late';
}

type Opened = Pick<BreakGlass, 'id' | 'account' | 'portal' | 'organisation' | 'type' | 'thing' | 'role' | 'motive' | 'assurance'>;

/** Opens it at once, for as long as its type allows. @throws Refusal `break-glass.motive` (invalid) */
export function openInEmergency(what: Opened, { breakGlass }: Pick<ThingType, 'breakGlass'>, at: Date): Change<BreakGlass> {
  const { minutes, reviewDays, motives } = breakGlass!;
  const { id, account, portal, organisation, motive, assurance, thing, type } = what;
  if (!Object.hasOwn(motives, motive)) throw new Refusal('break-glass.motive', 'invalid', { motive });
  const until = new Date(at.getTime() + minutes * 60_000);
  const reviewBy = afterFullDays(at, reviewDays);
  return {
    next: { ...what, openedAt: at, until, reviewBy, reviewedAt: null, reviewedBy: null, finding: null },
    fact: {
      what: 'break-glass.opened',
      on: account,
      by: account,
      at,
      why: motive,
      source: 'CPAM13.4.1',
      ...(organisation !== null && { organisation }),
      details: { id, portal, type, thing, assurance, until: until.toISOString() },
    },
  };
}

/** Concludes. @throws Refusal `break-glass.reviewed` (conflict) when somebody has already */
export function concludeReview(
  entry: BreakGlass,
  order: { readonly by: string; readonly at: Date; readonly finding: Finding },
): Change<BreakGlass> {
  const { by, at, finding } = order;
  if (entry.reviewedAt !== null) throw new Refusal('break-glass.reviewed', 'conflict', { id: entry.id });
  const { id, account, organisation } = entry;
  return {
    next: { ...entry, reviewedAt: at, reviewedBy: by, finding },
    fact: {
      what: 'break-glass.reviewed',
      on: account,
      by,
      at,
      why: finding,
      source: 'CPAM13.10.4',
      ...(organisation !== null && { organisation }),
      details: { id },
    },
  };
}
