import { standingLimits, type Standing, type StandingLimit } from '@habilis/access';
import type { Portal } from './portals.ts';

type Door = Pick<Portal, 'kind' | 'organisation'>;

/** What keeps the person out of this portal at `t`, the charter they owe left aside; empty when the door can open. */
export function closedBy(door: Door, standing: Standing, t: Date): readonly Exclude<StandingLimit, { kind: 'charter' }>[] {
  const limits = standingLimits(standing, t, door.organisation ?? undefined).filter((each) => each.kind !== 'charter');
  return door.kind === 'own-account' ? limits.filter((each) => each.reach === 'nowhere') : limits;
}

/** A charter someone owes: whose, and which version. */
export interface OwedCharter {
  readonly organisation: string;
  readonly version: number;
}

/**
 * The charter the person owes at this portal's doors at `t`, or undefined.
 *
 * Whoever opens the console acts in the name of their organisations, and accepts first the charter of each. People's
 * own pages ask for none: nobody has to accept a charter in order to answer or to leave.
 */
export function charterOwed(door: Door, standing: Standing, t: Date): OwedCharter | undefined {
  const places = door.kind === 'console' ? standing.memberships.map((each) => each.organisation) : [door.organisation];
  for (const place of door.kind === 'own-account' ? [] : places) {
    if (place === null) continue;
    const limits = standingLimits(standing, t, place);
    const owed = limits.find((each) => each.kind === 'charter');
    const belongs = limits.every((each) => each.kind !== 'no-membership');
    if (owed && (belongs || door.kind !== 'console')) return { organisation: place, version: owed.version };
  }
  return undefined;
}
