import { named } from '@habilis/accounts/web';
import { conditionInWords } from '../policy/in-words.ts';
import type { Lint } from '../policy/lint-policy.ts';
import type { KnownVersion } from '../policy/policy-store.ts';
import type { Publication } from '../policy/policy-version.ts';
import { typeKey, type Policy, type PolicyRule } from '../policy/language/policy.ts';
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

export function pageView({ version, roles, types, separations, apart }: Policy): PolicyPageWords {
  const rules = [...new Map([...roles.values()].flatMap((role) => role.rules).map((each) => [each.id, each])).values()];
  return {
    version,
    roles: [...roles.values()].map(({ name, portal, fr, en, implied, grantedBy, approvedBy, maxDays, fourEyes, assurance }) => ({
      ...{ id: name, portal, fr, en, implied, fourEyes },
      grantedBy: [...grantedBy],
      approvedBy: [...approvedBy],
      maxDays: maxDays ?? null,
      assurance: assurance ?? null,
    })),
    types: [...types.values()].map(({ name, portal, fr, en, actions, parts }) => ({
      ...{ id: typeKey(portal, name), portal, fr, en },
      actions: [...actions],
      fields: [...parts],
    })),
    rules: rules.map(ruleView),
    separations: separations.map(ruleView),
    apart: apart.map(({ id, source, fr, en, sides }) => ({ id, source, fr, en, roles: [...new Set(sides.flatMap(([one]) => one))] })),
  };
}

const ruleView = ({ id, source, fr, en, roles, actions, type, fields, assurance, condition, organisation }: PolicyRule) => ({
  ...{ id, source, fr, en, type, assurance, organisation },
  roles: [...roles],
  actions: [...actions],
  fields: fields && [...fields],
  where: conditionInWords(condition),
});
