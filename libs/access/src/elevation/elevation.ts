import { Refusal, type Change } from '@habilis/kernel';

/** Why a role is put on: a closed list, since free text would sooner or later name a person or a patient. */
export const ELEVATION_REASONS = ['incident', 'control', 'asked-by-person', 'absence-of-holder', 'maintenance'] as const;
export type ElevationReason = (typeof ELEVATION_REASONS)[number];

/** A time, `[from, until)`. */
export interface Span {
  readonly from: Date;
  readonly until: Date;
}

/**
 * A role held for the day it is needed, put on for a few minutes.
 *
 * @fr élévation, rôle endossé
 */
export interface Elevation extends Span {
  readonly id: string;
  readonly account: string;
  /** The grant through which the role is held. */
  readonly grant: string;
  readonly role: string;
  readonly organisation: string;
  readonly why: ElevationReason;
  /** The request that somebody agreed to, for a role that asks for it. */
  readonly request: string | null;
  /** When the person put it off; null: at `until`, or when something narrowed their access. */
  readonly endedAt: Date | null;
}

/** Whether the time has begun and is not over: it ends at its instant, with no job. */
export const within = ({ from, until }: Span, t: Date): boolean => from <= t && t < until;

/** Whether it counts at `t`: its time is not over, and nobody put it off. */
export const isWorn = (elevation: Elevation, t: Date): boolean => elevation.endedAt === null && within(elevation, t);

/**
 * Puts a role on, from now.
 *
 * @param most minutes that the policy allows
 * @throws Refusal `elevation.too-long` (invalid)
 */
export function putOn(
  what: Pick<Elevation, 'id' | 'account' | 'grant' | 'role' | 'organisation' | 'why' | 'request'>,
  minutes: number,
  most: number,
  at: Date,
): Change<Elevation> {
  if (minutes > most) throw new Refusal('elevation.too-long', 'invalid', { minutes: most });
  const next = { ...what, from: at, until: new Date(at.getTime() + minutes * 60_000), endedAt: null };
  const { id, account, grant, role, organisation, why, request } = next;
  const details = { elevation: id, grant, role, until: next.until.toISOString(), ...(request && { request }) };
  return { next, fact: { what: 'role.put-on', on: account, by: account, at, why, source: 'CPAM13.5.1', organisation, details } };
}

/** Why a role is put off before its time. */
export type ElevationEnd = 'ended-by-person' | 'session-ended' | 'session-began';

/** Puts it off before its time. @throws Refusal `elevation.over` (conflict) */
export function putOff(elevation: Elevation, at: Date, why: ElevationEnd = 'ended-by-person'): Change<Elevation> {
  const { id, account, role, organisation } = elevation;
  if (elevation.endedAt !== null || elevation.until <= at) throw new Refusal('elevation.over', 'conflict', { elevation: id });
  const order = { by: account, at, why, source: 'CPAM13.5.1' } as const;
  return {
    next: { ...elevation, endedAt: at },
    fact: { what: 'role.put-off', on: account, ...order, organisation, details: { elevation: id, role } },
  };
}
