import { afterFullDays, Refusal, type Change, type Fact } from '@habilis/kernel';

/** What a review found that calls for an action, about one of its lines or about the whole. */
export const REVIEW_FINDINGS = [
  ...['removal', 'unused', 'orphan', 'unknown-person', 'no-owner', 'situation-changed', 'too-wide', 'wrong-structure'],
  ...['late-departures', 'other'],
] as const;
export type ReviewFinding = (typeof REVIEW_FINDINGS)[number];

/** Why an action is given up: a closed list, since what is left undone must be counted. */
export const GIVING_UP_REASONS = ['no-longer-relevant', 'risk-accepted', 'done-otherwise', 'not-possible'] as const;
export type GivingUpReason = (typeof GIVING_UP_REASONS)[number];

/** Days that an action may take, the day it is planned not counted: the next review must find it closed. */
const MOST_DAYS = 366;
/** Days after which an action that is still late is told again. */
export const TOLD_AGAIN_DAYS = 7;

/** What is to be done about a finding, by whom, until when. @fr action du plan d'action d'une revue */
export interface ReviewAction {
  readonly id: string;
  readonly review: string;
  readonly organisation: string;
  /** The grant of the line that it comes from; null: the review as a whole. */
  readonly line: string | null;
  readonly finding: ReviewFinding;
  /** In the words of whoever planned it; they stay in the plan and out of the journal. */
  readonly task: string;
  /** Who has to do it. */
  readonly owner: string;
  /** The first instant at which it is late: the day after the last one begins, in Paris. */
  readonly dueAt: Date;
  readonly plannedBy: string;
  readonly plannedAt: Date;
  /** What was done; null: not done. */
  readonly done: string | null;
  readonly givenUp: GivingUpReason | null;
  readonly closedBy: string | null;
  readonly closedAt: Date | null;
}

export const ACTION_STATES = ['to-do', 'late', 'done', 'given-up'] as const;
export type ActionState = (typeof ACTION_STATES)[number];

/** Derived, so that an action is late at its instant with no job. */
export function actionState({ done, givenUp, dueAt }: Pick<ReviewAction, 'done' | 'givenUp' | 'dueAt'>, t: Date): ActionState {
  if (done !== null) return 'done';
  if (givenUp !== null) return 'given-up';
  return t < dueAt ? 'to-do' : 'late';
}

type Draft = Omit<ReviewAction, 'dueAt' | 'done' | 'givenUp' | 'closedBy' | 'closedAt'>;

/**
 * Makes an action of a finding.
 *
 * @param lastDay an instant of the last day on which it is in time, in Paris
 * @throws Refusal `review-action.due` (invalid)
 */
export function planAction(draft: Draft, lastDay: Date): Change<ReviewAction> {
  const dueAt = afterFullDays(lastDay, 0);
  const { plannedAt: at, plannedBy: by, finding } = draft;
  if (lastDay < at || dueAt > afterFullDays(at, MOST_DAYS)) throw new Refusal('review-action.due', 'invalid', { days: MOST_DAYS });
  const next = { ...draft, dueAt, done: null, givenUp: null, closedBy: null, closedAt: null };
  return { next, fact: actionFact('review-action.planned', next, { by, at, why: finding }) };
}

interface Order {
  readonly by: string;
  readonly at: Date;
}

/** @throws Refusal `review-action.closed` (conflict) */
export function closeAsDone(action: ReviewAction, { by, at, done }: Order & { readonly done: string }): Change<ReviewAction> {
  mustBeOpen(action);
  const next = { ...action, done, closedBy: by, closedAt: at };
  return { next, fact: actionFact('review-action.done', next, { by, at, why: at < action.dueAt ? 'in-time' : 'late' }) };
}

/** @throws Refusal `review-action.closed` (conflict) */
export function giveUpAction(action: ReviewAction, { by, at, why }: Order & { readonly why: GivingUpReason }): Change<ReviewAction> {
  mustBeOpen(action);
  const next = { ...action, givenUp: why, closedBy: by, closedAt: at };
  return { next, fact: actionFact('review-action.given-up', next, { by, at, why }) };
}

function mustBeOpen({ id, closedAt }: ReviewAction): void {
  if (closedAt !== null) throw new Refusal('review-action.closed', 'conflict', { id });
}

/** The journal names the action and its owner; its words stay in the plan. The deadline is the last instant that is in time. */
export const actionFact = (
  what: string,
  { id, review, organisation, owner, dueAt }: ReviewAction,
  order: { readonly by: string; readonly at: Date; readonly why: string },
): Fact => ({
  what,
  on: owner,
  ...order,
  source: 'CPAM13.10.4',
  organisation,
  details: { action: id, review, deadline: new Date(dueAt.getTime() - 1).toISOString() },
});
