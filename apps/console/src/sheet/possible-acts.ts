import type { ConsoleAct, Me, Membership, Organisation, Sheet } from '../api/types.ts';

type SheetAct = Exclude<ConsoleAct, 'lift' | 'revoke'>;

/** What each act asks of a place, and the right it goes by. */
// prettier-ignore
const ON_PLACES = {
  approve:   { right: 'approve', stage: 'requested' },
  refuse:    { right: 'refuse',  stage: 'requested' },
  suspend:   { right: 'suspend', stage: 'active' },
  absence:   { right: 'suspend', stage: 'active' },
  departure: { right: 'depart',  stage: 'active' },
  grant:     { right: 'grant',   stage: 'active' },
} as const satisfies Record<SheetAct, { right: keyof Me['acts']; stage: Membership['stage'] }>;

export interface PossibleAct {
  readonly act: SheetAct;
  readonly organisations: readonly Organisation[];
}

/**
 * The acts worth showing on a sheet, each with the organisations where it can be done.
 *
 * For the eye only: the service decides again, on the account as it is then. Nobody acts on themselves.
 */
export function possibleActs(sheet: Pick<Sheet, 'id' | 'memberships'>, me: Pick<Me, 'id' | 'acts'>): PossibleAct[] {
  if (sheet.id === me.id) return [];
  return (Object.keys(ON_PLACES) as SheetAct[])
    .map((act) => ({ act, organisations: placesFor(act, sheet.memberships, me.acts) }))
    .filter(({ organisations }) => organisations.length > 0);
}

function placesFor(act: SheetAct, memberships: readonly Membership[], acts: Me['acts']): Organisation[] {
  const { right, stage } = ON_PLACES[act];
  return memberships
    .filter((place) => place.stage === stage && acts[right].includes(place.organisation.id))
    .map(({ organisation }) => organisation);
}
