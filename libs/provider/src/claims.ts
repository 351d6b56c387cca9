import type { ChoosableActivity } from '@habilis/accounts';

/**
 * What each scope may tell a portal about a person. A claim is released only when the portal's file lists it too.
 *
 * Claims about the sign-in itself (`openid`) are always told: they say how far the rest can be trusted.
 */
// prettier-ignore
export const SCOPES = {
  openid:         ['sub', 'acr', 'amr', 'auth_time', 'sid'],
  offline_access: [],
  profile:        ['name', 'given_name', 'family_name'],
  email:          ['email'],
  professional:   ['national_id', 'profession', 'activity', 'activities'],
  organisation:   ['organisations'],
  'access:evaluate': [],
  'access:engage': [],
} as const satisfies Record<string, readonly string[]>;
export type Scope = keyof typeof SCOPES;
export const SCOPE_NAMES = Object.keys(SCOPES) as [Scope, ...Scope[]];

const ALWAYS: ReadonlySet<string> = new Set(SCOPES.openid);

/** Claims a portal's file may list. */
export const RELEASABLE = [...new Set(Object.values(SCOPES).flat())].filter((each) => !ALWAYS.has(each)) as [Claim, ...Claim[]];
export type Claim = Exclude<(typeof SCOPES)[Scope][number], (typeof SCOPES)['openid'][number]>;

/** What is known of a person, under the names portals ask for; absent when unknown. */
export type PersonClaims = Partial<Record<Claim, unknown>>;

/** Claims that a person's row has by itself; the others are read from what is around it. */
const OF_THE_ROW: ReadonlySet<Claim> = new Set(['name', 'given_name', 'family_name', 'email']);

/** Whether telling these takes more than the person's own row. */
export const takesMore = (list: readonly Claim[]): boolean => list.some((each) => !OF_THE_ROW.has(each));

/** An activity in the words portals are told: national codes, and French words for display. */
export function activityClaim({ id, label, profession, category, activity }: ChoosableActivity): Record<string, unknown> {
  const { mode, sector, kind, role, workplace } = activity;
  return { id, label, profession, category, mode, sector, kind, role, workplace };
}
