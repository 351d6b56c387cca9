import { limits, narrowest, type Account, type Limit, type Reach } from '@habilis/accounts';
import { owed, type CharterStanding } from '@habilis/charter';

/**
 * All that decides how far a person can go, as one statement reads it.
 *
 * Conclusions are drawn here and nowhere else: the database gathers, this file judges.
 */
export interface Standing extends Pick<Account, 'id' | 'stage' | 'holds' | 'memberships' | 'epoch'> {
  readonly charters: readonly CharterStanding[];
}

/** Why a person is kept short of the portals. */
export type StandingLimit =
  Limit | { readonly kind: 'charter'; readonly organisation: string; readonly version: number; readonly reach: 'own-account' };

/** Everything that limits the person at `t` at an organisation's doors, the charter owed included. */
export function standingLimits(standing: Standing, t: Date, organisation?: string): StandingLimit[] {
  const found: StandingLimit[] = limits(standing, t, organisation);
  const charter = standing.charters.find((each) => each.organisation === organisation);
  const version = charter && owed(charter, t);
  if (charter && version !== undefined) found.push({ kind: 'charter', organisation: charter.organisation, version, reach: 'own-account' });
  return found;
}

/**
 * How far a person can go at `t`: the one judgement that every sign-in, refresh, introspection, userinfo and
 * decision asks for.
 */
export function standingReach(standing: Standing, t: Date, organisation?: string): Reach {
  return narrowest(standingLimits(standing, t, organisation));
}
