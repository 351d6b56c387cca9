import { targetOf, type Account } from '@habilis/accounts';
import { journalOf } from '@habilis/audit';
import type { Caller, Target } from '@habilis/kernel';
import type { Policy } from '../policy/language/policy.ts';
import { rolesFor } from './console-roles.ts';
import type { Act, SheetAct } from './console-views.ts';

interface Right {
  readonly action: string;
  readonly type: string;
  readonly on: (organisation: string) => Target;
}

const placed = (type: string) => (organisation: string): Target => ({ type, id: organisation, organisation }); // prettier-ignore

/** The right behind each act that is not one on an account. */
// prettier-ignore
const RIGHTS: Partial<Record<Act, Right>> = {
  history:     { action: 'read',    type: 'Journal',   on: (place) => journalOf(place, 'acts') },
  journal:     { action: 'read',    type: 'Journal',   on: (place) => journalOf(place, 'traces') },
  charters:    { action: 'read',    type: 'Charter',   on: placed('Charter') },
  publish:     { action: 'publish', type: 'Charter',   on: placed('Charter') },
  roles:       { action: 'list',    type: 'Role',      on: placed('Role') },
  emergencies: { action: 'list',    type: 'Emergency', on: placed('Emergency') },
  derogations: { action: 'list',    type: 'Derogation', on: placed('Derogation') },
  reviews:     { action: 'list',    type: 'Review',    on: placed('Review') },
  'start-review': { action: 'start', type: 'Review',   on: placed('Review') },
  policies:    { action: 'read',    type: 'Policy',    on: placed('Policy') },
};

/** Either of the two who grant a recovery sees those that wait. */
const RECOVERS = ['recover-as-administrator', 'recover-as-officer'];

/** The organisations in which the caller may do something. */
export function placesToDo(me: Caller, policy: Policy, act: Act): string[] {
  if (act === 'grant' || act === 'revoke') return [...new Set(rolesFor(me, policy, act).flatMap(({ organisations }) => organisations))];
  if (act === 'recover') return [...new Set(RECOVERS.flatMap((each) => me.organisationsFor(each, 'Account')))];
  const right = RIGHTS[act];
  if (!right) return [...me.organisationsFor(act, 'Account')];
  return me.organisationsFor(right.action, right.type).filter((place) => me.can(right.action, right.on(place)));
}

/** Whether the caller may do something on this person, in one of the organisations they see them in. */
export function mayDo(me: Caller, policy: Policy, act: SheetAct, account: Account): boolean {
  if (act === 'suspend-everywhere') return me.can('suspend', targetOf(account, null));
  const places = account.memberships.map(({ organisation }) => organisation);
  if (act === 'grant' || act === 'revoke') return me.id !== account.id && placesToDo(me, policy, act).some((each) => places.includes(each));
  const right = RIGHTS[act];
  return places.some((place) => (right ? me.can(right.action, right.on(place)) : me.can(act, targetOf(account, place))));
}
