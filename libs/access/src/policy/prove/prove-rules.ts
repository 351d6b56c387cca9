import type { Policy, PolicyRole, PolicyRule } from '../language/policy.ts';
import { inWords, placeOf, rulesOf, type Finding, type Prover } from './finding.ts';
import { isFalse, isTrue, not, type Goal } from './goal.ts';
import { witness } from './witness.ts';

const fieldsOf = (policy: Policy, { type }: PolicyRule) => policy.types.get(type)!.fields;
const fixedFor = (role: PolicyRole) => new Map([['role.grants', role.grants]]);
const meet = (one: readonly string[], other: readonly string[]) => one.some((each) => other.includes(each));

/** Rules whose condition no world makes true: nobody can satisfy them. */
export const contradictions: Prover = (written) =>
  rulesOf(written.policy).flatMap((rule): Finding[] => {
    const holders = rule.roles.map((name) => written.policy.roles.get(name)!);
    if (holders.some((role) => witness(isTrue(rule.condition), fieldsOf(written.policy, rule), fixedFor(role)) !== null)) return [];
    return [
      {
        kind: 'contradiction',
        blocks: true,
        about: rule.id,
        ...placeOf(written, rule.id, 'rules'),
        fr: `« ${rule.id} » ne permet jamais rien : ses conditions se contredisent.`,
        en: `“${rule.id}” never allows anything: its conditions contradict one another.`,
        example: { fr: `Quiconque tient ${rule.roles.join(', ')} : toujours refusé.`, en: `Whoever holds ${rule.roles.join(', ')}: always refused.` },
      },
    ];
  }); // prettier-ignore

/** Rules that separations always overrule, action by action. */
export const alwaysDenied: Prover = (written) =>
  rulesOf(written.policy).flatMap((rule) =>
    rule.actions.flatMap((action): Finding[] => {
      const fields = fieldsOf(written.policy, rule);
      if (witness(isTrue(rule.condition), fields) === null) return [];
      const roles = rule.roles.map((name) => written.policy.roles.get(name)!);
      if (roles.some((role) => witness({ and: [isTrue(rule.condition), ...lifted(role, rule, action)] }, fields, fixedFor(role)) !== null)) return [];
      const world = witness(isTrue(rule.condition), fields, fixedFor(roles[0]!)) ?? new Map();
      return [
        {
          kind: 'always-denied',
          blocks: true,
          about: rule.id,
          ...placeOf(written, rule.id, 'rules'),
          fr: `« ${rule.id} » permet « ${action} », qu’une séparation refuse toujours.`,
          en: `“${rule.id}” allows “${action}”, which a separation always denies.`,
          example: { fr: `Refusé même si ${inWords(world)}.`, en: `Refused even when ${inWords(world)}.` },
        },
      ];
    }),
  ); // prettier-ignore

/** What must be false for no separation to deny. */
const lifted = (role: PolicyRole, rule: PolicyRule, action: string): Goal[] =>
  role.denials.filter((each) => each.type === rule.type && each.actions.includes(action)).map(({ condition }) => isFalse(condition));

/** Rules that another one already covers: all that they allow, it allows to the same people. */
export const covered: Prover = (written) => {
  const rules = rulesOf(written.policy);
  return rules.flatMap((rule): Finding[] => {
    const wider = rules.filter((each) => each !== rule && covers(written.policy, each, rule));
    const real = wider.find((each) => !covers(written.policy, rule, each) || rules.indexOf(each) < rules.indexOf(rule));
    if (!real) return [];
    const world = witness(isTrue(rule.condition), fieldsOf(written.policy, rule)) ?? new Map();
    return [
      {
        kind: 'covered',
        blocks: false,
        about: rule.id,
        ...placeOf(written, rule.id, 'rules'),
        fr: `« ${rule.id} » ne change rien : « ${real.id} » permet déjà tout ce qu’elle permet.`,
        en: `“${rule.id}” changes nothing: “${real.id}” already allows all that it allows.`,
        example: { fr: `Permis par les deux : ${inWords(world)}.`, en: `Allowed by both: ${inWords(world)}.` },
      },
    ];
  });
};

function covers(policy: Policy, wide: PolicyRule, narrow: PolicyRule): boolean {
  const inside = (small: readonly string[], large: readonly string[]) => small.every((each) => large.includes(each));
  if (wide.type !== narrow.type || !inside(narrow.actions, wide.actions) || !inside(narrow.roles, wide.roles)) return false;
  if (wide.fields !== null && (narrow.fields === null || !inside(narrow.fields, wide.fields))) return false;
  const fields = fieldsOf(policy, narrow);
  return witness({ and: [isTrue(narrow.condition), not(isTrue(wide.condition))] }, fields) === null && witness(isTrue(narrow.condition), fields) !== null; // prettier-ignore
}

/** Separations that take nothing away: their condition is never true, or no rule gives what they deny. */
export const idleSeparations: Prover = (written) =>
  written.policy.separations.flatMap((separation): Finding[] => {
    const given = rulesOf(written.policy).some((each) => each.type === separation.type && meet(each.actions, separation.actions));
    const possible = witness(not(isFalse(separation.condition)), fieldsOf(written.policy, separation)) !== null;
    if (given && possible) return [];
    return [
      {
        kind: 'idle-separation',
        blocks: false,
        about: separation.id,
        ...placeOf(written, separation.id, 'separations'),
        fr: `« ${separation.id} » ne retire rien : ${given ? 'sa condition n’est jamais vraie' : 'aucune règle ne donne ce qu’elle refuse'}.`,
        en: `“${separation.id}” takes nothing away: ${given ? 'its condition is never true' : 'no rule gives what it denies'}.`,
        example: { fr: 'Personne n’est concerné.', en: 'Nobody is concerned.' },
      },
    ];
  });
