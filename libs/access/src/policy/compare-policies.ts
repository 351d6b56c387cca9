import type { Condition } from './language/condition.ts';
import type { Policy, PolicyRole } from './language/policy.ts';
import { isFalse, isTrue, not, type Goal } from './prove/goal.ts';
import { inWords } from './prove/finding.ts';
import { witness } from './prove/witness.ts';

/** What a role could do and no longer may, or may and could not, to some things of a type. */
export interface Difference {
  readonly role: string;
  readonly type: string;
  readonly action: string;
  readonly change: 'gains' | 'loses';
  /** A situation in which the two answers differ. */
  readonly example: string;
}

/**
 * Where two policies answer differently, role by role, action by action, each with a situation that shows it.
 *
 * It compares what the conditions mean and not how they are written; where the search for a situation is given up, a
 * difference is told rather than passed over.
 */
export function comparePolicies(before: Policy, after: Policy): Difference[] {
  const names = [...new Set([...before.roles.keys(), ...after.roles.keys()])];
  return names.flatMap((name) => {
    const roles = [before.roles.get(name), after.roles.get(name)] as const;
    if (written(roles[0]) === written(roles[1])) return [];
    return questionsOf(roles).flatMap(({ type, action }) => {
      const fields = after.types.get(type)?.fields ?? before.types.get(type)!.fields;
      const [was, is] = roles.map((role) => saidOf(role, type, action)) as [Said, Said];
      const differs = (change: Difference['change'], goals: readonly Goal[]): Difference[] => {
        const worlds = goals.map((goal) => witness(goal, fields)).filter((found) => found !== null);
        const example = worlds.find((found) => found !== undefined);
        return worlds.length === 0 ? [] : [{ role: name, type, action, change, example: example ? inWords(example) : '…' }];
      };
      return [...differs('gains', moreThan(is, was)), ...differs('loses', moreThan(was, is))];
    });
  });
}

const written = (role: PolicyRole | undefined) => JSON.stringify(role && [role.rules, role.denials]);

function questionsOf(roles: readonly (PolicyRole | undefined)[]): { type: string; action: string }[] {
  const all = roles.flatMap((role) => role?.rules.flatMap(({ type, actions }) => actions.map((action) => ({ type, action }))) ?? []);
  return [...new Map(all.map((each) => [`${each.type} ${each.action}`, each])).values()];
}

/** What a role's rules allow and its denials take away, of one action. */
interface Said {
  readonly rules: readonly Condition[];
  readonly denials: readonly Condition[];
}

/** What is allowed here and not there: by a rule that is only here, or past a denial that is only there. */
function moreThan(here: Said, there: Said): Goal[] {
  const lifted = here.denials.map(isFalse);
  const rules = without(here.rules, there.rules).map(isTrue);
  const denials = without(there.denials, here.denials).map((each) => not(isFalse(each)));
  return [
    ...rules.map((rule) => ({ and: [rule, ...lifted, ...there.rules.map((each) => not(isTrue(each)))] })),
    ...denials.map((denied) => ({ and: [denied, { or: here.rules.map(isTrue) }, ...lifted] })),
  ];
}

function without(some: readonly Condition[], others: readonly Condition[]): Condition[] {
  const known = new Set(others.map((each) => JSON.stringify(each)));
  return some.filter((each) => !known.has(JSON.stringify(each)));
}

/** Fields are left aside: a rule for one of them is a rule. */
function saidOf(role: PolicyRole | undefined, type: string, action: string): Said {
  const about = (each: { readonly type: string; readonly actions: readonly string[] }) =>
    each.type === type && each.actions.includes(action);
  const conditions = (all: readonly { readonly type: string; readonly actions: readonly string[]; readonly condition: Condition }[] = []) =>
    all.filter(about).map(({ condition }) => condition);
  return { rules: conditions(role?.rules), denials: conditions(role?.denials) };
}
