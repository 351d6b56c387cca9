import { standingLimits, type Standing, type StandingLimit } from '@habilis/access';
import type { Portal } from './portals.ts';

type Door = Pick<Portal, 'kind' | 'organisation'>;

/** What keeps the person out of this portal at `t`, the charter they owe left aside; empty when the door can open. */
export function closedBy(door: Door, standing: Standing, t: Date): readonly Exclude<StandingLimit, { kind: 'charter' }>[] {
  const limits = standingLimits(standing, t, door.organisation ?? undefined).filter((each) => each.kind !== 'charter');
  return door.kind === 'own-account' ? limits.filter((each) => each.reach === 'nowhere') : limits;
}

/** The charter version the person owes this portal's organisation at `t`, or undefined. Their own pages ask for none. */
export function charterOwed(door: Door, standing: Standing, t: Date): number | undefined {
  if (door.kind === 'own-account' || door.organisation === null) return undefined;
  const owed = standingLimits(standing, t, door.organisation).find((each) => each.kind === 'charter');
  return owed?.version;
}
