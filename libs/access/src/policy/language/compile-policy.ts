import { createHash } from 'node:crypto';
import { variablesOf, type Condition } from './condition.ts';
import { abilityOf, certainly, possibly, type CaslRule } from '../../decision/matcher.ts';
import { typeKey, type Apart, type Cited, type Denial, type Policy, type PolicyRole, type PolicyRule, type ThingType } from './policy.ts';
import type { PolicyDocument } from './policy-document.ts';
import { fieldsOf } from './read-condition.ts';
import { documentFlaws, readApart } from './read-documents.ts';
import { assuranceOf, contextOf, grantedIn, readRules, readSeparations, type Documents, type PolicyFlaw } from './read-rules.ts';

/** The policy, or all that is wrong with the files; never a part of it. */
export type Compiled = { readonly policy: Policy } | { readonly flaws: readonly PolicyFlaw[] };

/** Compiles every policy file together. */
export function compilePolicy(documents: Documents): Compiled {
  const flaws = documentFlaws(documents);
  const rules = readRules(documents, flaws);
  const separations = readSeparations(documents, flaws);
  const giving = (actions: readonly string[], type: string) => [
    ...new Set(
      rules.filter((each) => each.type === type && each.actions.some((one) => actions.includes(one))).flatMap((each) => each.roles),
    ),
  ];
  const apart = readApart(documents, giving, flaws);
  if (flaws.length > 0) return { flaws };

  const narrowings = new Map([...documents.values()].flatMap(({ organisation, narrows }) => (organisation ? [[organisation, narrows] as const] : []))); // prettier-ignore
  const parts: Parts = { documents, rules, separations, apart, narrowings };
  const roles = [...documents.values()].flatMap((document) => rolesOf(document, parts));
  const held = (how: PolicyRole['implied']) => roles.filter((each) => each.implied === how).map((each) => each.name);
  const cited: Cited[] = [...rules, ...separations, ...apart];
  return {
    policy: {
      version: createHash('sha256').update(JSON.stringify([...documents])).digest('hex').slice(0, 16), // prettier-ignore
      roles: new Map(roles.map((each) => [each.name, each])),
      types: new Map([...documents.values()].flatMap(typesOf).map((each) => [typeKey(each.portal, each.name), each])),
      cited: new Map(cited.map(({ id, source, fr, en }) => [id, { id, source, fr, en }])),
      implied: {
        account: held('account'),
        membership: held('membership'),
        putOn: roles.filter(({ elevation }) => elevation).map(({ name }) => name),
      },
      separations,
      apart,
      purposes: new Map([...documents.values()].map(({ portal = '', purposes = {} }) => [portal, purposes])),
      narrowings,
      looksAt: new Set([
        ...[...roles.flatMap((each) => each.rules), ...separations].flatMap(({ condition }) => variablesOf(condition)),
        ...(apart.length > 0 ? ['grant.others'] : []),
        ...(narrowings.size > 0 ? ['grant.line', 'me.assurance'] : []),
      ]),
    },
  };
}

interface Parts extends Pick<Policy, 'separations' | 'apart' | 'narrowings'> {
  readonly documents: Documents;
  readonly rules: readonly PolicyRule[];
}

function toPermission({ id, actions, type, condition, fields }: PolicyRule): CaslRule {
  return { action: [...actions], subject: type, conditions: certainly(condition), reason: id, ...(fields && { fields: [...fields] }) };
}

/** A separation is lifted only where its condition is known to be false. */
function toDenial({ id, actions, type, condition }: Denial): CaslRule {
  return { action: [...actions], subject: type, conditions: possibly(condition), reason: id, inverted: true };
}

function rolesOf(document: PolicyDocument, { documents, rules, separations, apart, narrowings }: Parts): PolicyRole[] {
  const portal = document.portal ?? null;
  return Object.entries(document.roles).map(([short, { implied, grantedBy = [], approvedBy = [], ...words }]) => {
    const name = typeKey(portal, short);
    const own = rules.filter((each) => each.roles.includes(name)).map((each) => proved(each, words.assurance));
    const permissions = own.map(toPermission);
    const denials: Denial[] = [
      ...separations,
      ...apart.flatMap((each) => heldApart(name, own, each)),
      ...[...narrowings].flatMap(([organisation, narrows]) => provenBetter(own, organisation, narrows[name]?.assurance)),
    ];
    return {
      ...words,
      name,
      portal,
      implied: implied ?? null,
      grantedBy,
      approvedBy,
      grants: portal === null ? grantableBy(short, documents) : [],
      rules: own,
      speaks: spokenOf(own),
      denials,
      ability: abilityOf([...permissions, ...denials.map(toDenial)]),
      rulesOnly: abilityOf(permissions),
      somewhere: abilityOf(own.map((each) => ({ ...toPermission(each), conditions: possibly(each.condition) }))),
    };
  });
}

function spokenOf(rules: readonly PolicyRule[]): ReadonlyMap<string, ReadonlySet<string>> {
  const about = new Map<string, Set<string>>();
  for (const { type, actions } of rules) about.set(type, new Set([...(about.get(type) ?? []), ...actions]));
  return about;
}

/** The rule through a role that asks for a better proof of identity than the rule does. */
function proved(rule: PolicyRule, level: number | undefined): PolicyRule {
  if (level === undefined || level <= (rule.assurance ?? 0)) return rule;
  return { ...rule, assurance: level, condition: { all: [rule.condition, ...assuranceOf(level)] } };
}

/** Who holds both sides may do neither: a grant that slipped past the first check is worth nothing at the second. */
function heldApart(role: string, own: readonly PolicyRule[], { id, sides, duties }: Apart): Denial[] {
  return sides.flatMap(([one, others], side) => {
    if (!one.includes(role)) return [];
    const together: Condition = { field: 'grant.others', operator: 'meets', operand: { literal: others } };
    const denied = duties === null ? own : [duties[side]!];
    return denied.map(({ actions, type }) => ({ id, actions, type, condition: together }));
  });
}

/** An organisation that asks for a better proof of identity denies what is done through its grants with less. */
function provenBetter(own: readonly PolicyRule[], organisation: string, level: number | undefined): Denial[] {
  if (level === undefined) return [];
  const lower: Condition = { all: [grantedIn(organisation), { none: assuranceOf(level) }] };
  return own.map(({ id, actions, type }) => ({ id, actions, type, condition: lower }));
}

function grantableBy(granter: string, documents: Documents): string[] {
  return [...documents.values()].flatMap((document) =>
    Object.keys(document.roles)
      .filter((name) => document.roles[name]!.grantedBy?.includes(granter))
      .map((name) => typeKey(document.portal ?? null, name)),
  );
}

function typesOf(document: PolicyDocument): ThingType[] {
  return Object.entries(document.types).map(([name, { attributes, fields = [], ...words }]) => ({
    ...words,
    name,
    portal: document.portal ?? null,
    key: typeKey(document.portal ?? null, name),
    says: document.says,
    fields: fieldsOf(attributes, contextOf(document)),
    parts: fields,
    places: Object.entries(attributes)
      .filter(([, { is }]) => is === 'organisation' || is === 'organisations')
      .map(([field, { is }]) => ({ field, many: is === 'organisations' })),
  }));
}
