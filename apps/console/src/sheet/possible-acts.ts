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
  stay:      { right: 'depart',  stage: 'active', leaving: true },
  grant:     { right: 'grant',   stage: 'active' },
} as const satisfies Record<SheetAct, { right: keyof Me['acts']; stage: Membership['stage']; leaving?: boolean }>;

export interface PossibleAct {
  readonly act: SheetAct;
  readonly organisations: readonly Organisation[];
  /** Whether it may also be done to the whole account. */
  readonly everywhere: boolean;
}

/**
 * The acts worth showing on a sheet, each with the organisations where it can be done.
 *
 * For the eye only: the service decides again, on the account as it is then. Nobody acts on themselves.
 */
export function possibleActs(sheet: Pick<Sheet, 'id' | 'memberships' | 'acts'>, me: Pick<Me, 'id' | 'acts'>): PossibleAct[] {
  if (sheet.id === me.id) return [];
  return (Object.keys(ON_PLACES) as SheetAct[])
    .map((act) => ({ act, organisations: placesFor(act, sheet.memberships, me.acts), everywhere: everywhere(act, sheet) }))
    .filter(({ organisations }) => organisations.length > 0);
}

/** What suspends in one organisation suspends in all of them, for whoever may. */
const everywhere = (act: SheetAct, { acts }: Pick<Sheet, 'acts'>) =>
  ON_PLACES[act].right === 'suspend' && acts.includes('suspend-everywhere');

function placesFor(act: SheetAct, memberships: readonly Membership[], acts: Me['acts']): Organisation[] {
  const { right, stage, leaving = false }: { right: keyof Me['acts']; stage: Membership['stage']; leaving?: boolean } = ON_PLACES[act];
  return memberships
    .filter((place) => place.stage === stage && (!leaving || place.until !== null) && acts[right].includes(place.organisation.id))
    .map(({ organisation }) => organisation);
}
