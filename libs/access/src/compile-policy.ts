import { createHash } from 'node:crypto';
import { abilityOf, certainly, possibly, type CaslRule } from './matcher.ts';
import { typeKey, type Policy, type PolicyRole, type ThingType } from './policy.ts';
import type { PolicyDocument } from './policy-document.ts';
import { fieldsOf } from './read-condition.ts';
import { readRules, type Documents, type PolicyFlaw, type ReadRule } from './read-rules.ts';

/** The policy, or all that is wrong with the files; never a part of it. */
export type Compiled = { readonly policy: Policy } | { readonly flaws: readonly PolicyFlaw[] };

/** Compiles every policy file together. */
export function compilePolicy(documents: Documents): Compiled {
  const flaws = [...repeated(documents), ...roleFlaws(documents)];
  const rules = readRules(documents, 'rules', flaws);
  const separations = readRules(documents, 'separations', flaws);
  if (flaws.length > 0) return { flaws };

  const denials = separations.map(toDenial);
  const roles = [...documents.values()].flatMap((document) => rolesOf(document, documents, rules, denials));
  const held = (how: PolicyRole['implied']) => roles.filter((each) => each.implied === how).map((each) => each.name);
  return {
    policy: {
      version: createHash('sha256').update(JSON.stringify([...documents])).digest('hex').slice(0, 16), // prettier-ignore
      roles: new Map(roles.map((each) => [each.name, each])),
      types: new Map([...documents.values()].flatMap(typesOf).map((each) => [typeKey(each.portal, each.name), each])),
      cited: new Map([...rules, ...separations].map(({ cited }) => [cited.id, cited])),
      implied: { account: held('account'), membership: held('membership') },
    },
  };
}

function toPermission({ cited, actions, type, condition }: ReadRule): CaslRule {
  return { action: [...actions], subject: type, conditions: certainly(condition), reason: cited.id };
}

function toDenial({ cited, actions, type, condition }: ReadRule): CaslRule {
  return { action: [...actions], subject: type, conditions: possibly(condition), reason: cited.id, inverted: true };
}

function rolesOf(document: PolicyDocument, documents: Documents, rules: readonly ReadRule[], denials: readonly CaslRule[]): PolicyRole[] {
  const portal = document.portal ?? null;
  return Object.entries(document.roles).map(([short, { implied, grantedBy = [], ...words }]) => {
    const name = typeKey(portal, short);
    const own = rules.filter((each) => each.roles.includes(name));
    const permissions = own.map(toPermission);
    return {
      ...words,
      name,
      portal,
      implied: implied ?? null,
      grantedBy,
      grants: portal === null ? grantableBy(short, documents) : [],
      ability: abilityOf([...permissions, ...denials]),
      rulesOnly: abilityOf(permissions),
      somewhere: abilityOf(own.map((each) => ({ ...toPermission(each), conditions: possibly(each.condition) }))),
    };
  });
}

function grantableBy(granter: string, documents: Documents): string[] {
  return [...documents.values()].flatMap((document) =>
    Object.keys(document.roles)
      .filter((name) => document.roles[name]!.grantedBy?.includes(granter))
      .map((name) => typeKey(document.portal ?? null, name)),
  );
}

function typesOf(document: PolicyDocument): ThingType[] {
  return Object.entries(document.types).map(([name, { actions, attributes }]) => ({
    name,
    portal: document.portal ?? null,
    actions,
    fields: fieldsOf(attributes, document.context),
    places: Object.entries(attributes)
      .filter(([, { is }]) => is === 'organisation' || is === 'organisations')
      .map(([field, { is }]) => ({ field, many: is === 'organisations' })),
  }));
}

function roleFlaws(documents: Documents): PolicyFlaw[] {
  const ours = new Set([...documents.values()].filter((each) => !each.portal).flatMap((each) => Object.keys(each.roles)));
  return [...documents].flatMap(([file, document]) =>
    Object.entries(document.roles).flatMap(([name, { implied, grantedBy = [] }]) => {
      const wrong = grantedBy.filter((granter) => !ours.has(granter)).map((granter) => `« ${granter} » n’est pas un rôle de Habilis`);
      if (implied && grantedBy.length > 0) wrong.push('un rôle tenu sans habilitation ne s’accorde pas');
      if (implied && document.portal) wrong.push('seul Habilis a des rôles tenus sans habilitation');
      return wrong.map((each) => ({ file, path: ['roles', name], wrong: each }));
    }),
  );
}

/** A file adds types and roles of its own: it cannot touch those of another. */
function repeated(documents: Documents): PolicyFlaw[] {
  const first = new Map<string, string>();
  const flaws: PolicyFlaw[] = [];
  for (const [file, document] of documents) {
    for (const part of ['types', 'roles'] as const) {
      for (const name of Object.keys(document[part])) {
        const key = `${part} ${typeKey(document.portal ?? null, name)}`;
        const other = first.get(key);
        if (other === undefined) first.set(key, file);
        else flaws.push({ file, path: [part, name], wrong: `déjà défini dans ${other}` });
      }
    }
  }
  return flaws;
}
