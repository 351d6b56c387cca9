import type { Caller } from '@habilis/kernel';
import type { Policy, PolicyRole } from '../policy/language/policy.ts';
import { needsTwo } from '../grant/role-request.ts';
import type { NamedRoleWords, RoleWords } from './console-views.ts';

/** Stands for a person and a grant that are still to be named: only the role and the place decide. */
const SOMEONE = { id: 'grant-to-come', holder: 'acc-to-come' };

/** The roles that the caller may grant or revoke, each with the organisations where they may. */
export function rolesFor(me: Caller, policy: Policy, action: 'grant' | 'revoke'): RoleWords[] {
  const places = me.organisationsFor('list', 'Role');
  return [...policy.roles.values()]
    .filter(({ implied }) => implied === null)
    .map((role) => ({
      ...roleView(role),
      maxDays: role.maxDays ?? null,
      twoPeople: needsTwo(role),
      byName: role.designated || role.keepOne,
      organisations: places.filter((organisation) => me.can(action, { type: 'Role', ...SOMEONE, role: role.name, organisation })),
    }))
    .filter(({ organisations }) => organisations.length > 0);
}

const roleView = ({ name, fr, portal }: PolicyRole) => ({ id: name, name: fr, portal });

/** Every role that people hold by a grant, for whoever may look at those of some place. */
export function rolesSeenBy(me: Caller, policy: Policy): NamedRoleWords[] {
  if (me.organisationsFor('list', 'Role').length === 0) return [];
  return [...policy.roles.values()].filter(({ implied }) => implied === null).map(roleView);
}

/** A role that left the policy keeps its id for a name: grants of it stay on record. */
export function roleNamed(policy: Policy, name: string) {
  const role = policy.roles.get(name);
  return role ? roleView(role) : { id: name, name, portal: null };
}
