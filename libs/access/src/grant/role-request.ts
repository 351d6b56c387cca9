import { Refusal, type Change } from '@habilis/kernel';
import type { ElevationReason } from '../elevation/elevation.ts';
import type { GrantReason } from './grant.ts';
import type { RoleLimits } from '../policy/language/policy.ts';

/** Why a request is refused: a closed list, since free text would judge someone in the journal. */
export const REQUEST_REFUSALS = ['not-needed', 'other-role-fits', 'not-in-charge', 'information-missing'] as const;
export type RequestRefusal = (typeof REQUEST_REFUSALS)[number];

/** A request that nobody has decided on is over after so many days. */
export const REQUEST_DAYS = 30;

/**
 * What still has to happen before a role is granted: somebody who may grant it does, and for a sensitive role a second
 * person approves.
 */
export type RequestStep = 'endorse' | 'approve';

/** A role that somebody asks for, for themselves or for another, or asks to put on. @fr demande d'habilitation */
export interface RoleRequest {
  readonly id: string;
  /** Who would hold it. */
  readonly account: string;
  readonly role: string;
  readonly organisation: string;
  readonly until: Date | null;
  readonly why: GrantReason | ElevationReason;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly expiresAt: Date;
  /** Who would be its granter. */
  readonly endorsedBy: string | null;
  /** The role is held by this grant, and would be put on for so many minutes; null: it would be granted. */
  readonly putsOn: { readonly grant: string; readonly minutes: number } | null;
  readonly closed: Closed | null;
}

interface Closed {
  readonly at: Date;
  readonly by: string;
  readonly how: 'granted' | 'refused' | 'withdrawn';
  readonly why: string;
}

export type RequestState = 'waiting' | 'granted' | 'refused' | 'withdrawn' | 'expired';

/** Derived, so that a request expires at its instant with no job. */
export function requestState({ closed, expiresAt }: Pick<RoleRequest, 'closed' | 'expiresAt'>, t: Date): RequestState {
  if (closed) return closed.how;
  return t < expiresAt ? 'waiting' : 'expired';
}

/** Whether two people are needed: one who may grant the role, and another. */
export const needsTwo = ({ approvedBy, fourEyes }: Pick<RoleLimits, 'approvedBy' | 'fourEyes'>) => fourEyes || approvedBy.length > 0;

/** The next thing that a waiting request needs; the last one grants. */
export const nextStep = ({ endorsedBy, putsOn }: Pick<RoleRequest, 'endorsedBy' | 'putsOn'>): RequestStep =>
  endorsedBy === null && putsOn === null ? 'endorse' : 'approve';

/** @throws Refusal `role-request.closed` (conflict) */
export function mustWait(request: RoleRequest, t: Date): void {
  const state = requestState(request, t);
  if (state !== 'waiting') throw new Refusal('role-request.closed', 'conflict', { id: request.id, state });
}

interface Order {
  readonly by: string;
  readonly at: Date;
}

const FACTS = { granted: 'role-request.granted', refused: 'role-request.refused', withdrawn: 'role-request.withdrawn' } as const;

/** Somebody who may grant the role would; a second person has to approve. */
export function endorse(request: RoleRequest, { by, at }: Order): Change<RoleRequest> {
  return { next: { ...request, endorsedBy: by }, fact: factOf(request, 'role-request.endorsed', { by, at, why: request.why }) };
}

export function close(request: RoleRequest, how: Closed['how'], { by, at, why }: Order & { readonly why: string }): Change<RoleRequest> {
  return { next: { ...request, closed: { at, by, how, why } }, fact: factOf(request, FACTS[how], { by, at, why }) };
}

/** What the journal says of a request. */
export function factOf({ id, account, role, organisation }: RoleRequest, what: string, order: Order & { readonly why: string }) {
  return { what, on: account, ...order, source: 'CPAM13.6.3', organisation, details: { request: id, role } } as const;
}
