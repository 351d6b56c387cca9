import { named } from '@habilis/accounts/web';
import { conditionsInWords } from '../policy/words/in-words.ts';
import type { Lint } from '../policy/lint-policy.ts';
import type { KnownVersion } from '../policy/policy-store.ts';
import type { Publication } from '../policy/policy-version.ts';
import { typeKey, type Policy, type PolicyRole, type PolicyRule, type ThingType } from '../policy/language/policy.ts';
import type { LintWords, PolicyPageWords, VersionWords } from './console-policy-views.ts';

type NameMap = ReadonlyMap<string, string>;

export const peopleOf = ({ author, published }: KnownVersion) => [author, ...(published ? [published.by] : [])];

export function versionView(version: KnownVersion, inForce: string | undefined, names: NameMap): VersionWords {
  const { id, hash, why, author, draftedAt, basis, discardedAt, published } = version;
  const state = id === inForce ? 'in-force' : published ? 'superseded' : discardedAt ? 'discarded' : 'draft';
  return {
    ...{ id, hash, state, why, basis },
    author: named(names, author),
    draftedAt: draftedAt.toISOString(),
    published: published && { number: published.number, at: published.at.toISOString(), by: named(names, published.by) },
  };
}

export const publicationView = ({ number, version, at }: Publication) => ({ number, version, at: at.toISOString() });

export function lintView({ sound, problems, cases, findings }: Lint): LintWords {
  return {
    sound,
    problems: problems.map(({ where, line, path, wrong, mend }) => ({ file: where.replace(/\.yaml$/, ''), line, path, wrong, mend })),
    cases: [...cases],
    findings: [...findings],
  };
}

/** The policy as a page and a graph show it. */
export function pageView(policy: Policy, nameOf: (portal: string) => string): PolicyPageWords {
  const { version, roles, types, separations, apart } = policy;
  // A rule is seen through each role, which may ask for more proof than the rule itself: the last and weakest is kept.
  const demanding = [...roles.values()].sort((one, other) => (other.assurance ?? 0) - (one.assurance ?? 0));
  const rules = new Map(demanding.flatMap((role) => role.rules).map((each) => [each.id, each]));
  const view = (each: PolicyRule) => ruleView(policy, each);
  const portals = [...new Set([...types.values(), ...roles.values()].flatMap(({ portal }) => portal ?? []))];
  return {
    version,
    portals: portals.map((id) => ({ id, name: nameOf(id) })),
    roles: [...roles.values()].map(roleView),
    types: [...types.values()].map(typeView),
    rules: [...rules.values()].map(view),
    separations: separations.map(view),
    apart: apart.map(({ id, source, fr, en, sides }) => ({ id, source, fr, en, roles: [...new Set(sides.flatMap(([one]) => one))] })),
  };
}

function roleView(role: PolicyRole): PolicyPageWords['roles'][number] {
  const { name, portal, fr, en, implied, grantedBy, approvedBy, maxDays, fourEyes, assurance, requestable, designated, keepOne } = role;
  return {
    ...{ id: name, portal, fr, en, implied, fourEyes, requestable, designated, keepOne },
    grantedBy: [...grantedBy],
    approvedBy: [...approvedBy],
    maxDays: maxDays ?? null,
    assurance: assurance ?? null,
    elevation: role.elevation ?? null,
  };
}

function typeView({ name, portal, fr, en, actions, parts, says, engagements, breakGlass }: ThingType): PolicyPageWords['types'][number] {
  const spoken = (id: string) => ({ id, fr: says[id]?.fr ?? id, en: says[id]?.en ?? id });
  return {
    ...{ id: typeKey(portal, name), portal, fr, en, engagements },
    actions: actions.map(spoken),
    fields: parts.map(spoken),
    breakGlass: breakGlass
      ? {
          roles: breakGlass.roles.map((role) => typeKey(portal, role)),
          actions: breakGlass.may,
          motives: Object.values(breakGlass.motives),
          minutes: breakGlass.minutes,
          reviewDays: breakGlass.reviewDays,
        }
      : null,
  };
}

function ruleView(policy: Policy, rule: PolicyRule): PolicyPageWords['rules'][number] {
  const { id, source, fr, en, roles, actions, type, fields, assurance, organisation } = rule;
  return {
    ...{ id, source, fr, en, type, assurance, organisation },
    roles: [...roles],
    actions: [...actions],
    fields: fields && [...fields],
    where: conditionsInWords(policy, rule),
  };
}
