import type { Condition } from './condition.ts';
import { typeKey, type Cited } from './policy.ts';
import type { PolicyDocument } from './policy-document.ts';
import { attributesOf, fieldsOf, isBounded, readCondition, variablesOf, type Flaw } from './read-condition.ts';

/** Policy files by the name of their file, without its extension. */
export type Documents = ReadonlyMap<string, PolicyDocument>;

/** What is wrong, in which file. */
export interface PolicyFlaw extends Flaw {
  readonly file: string;
}

/** A rule or a separation, checked. */
export interface ReadRule {
  readonly cited: Cited;
  /** By their full names; a separation has none, it holds for all. */
  readonly roles: readonly string[];
  readonly actions: readonly string[];
  /** By `typeKey`. */
  readonly type: string;
  readonly condition: Condition;
}

type Written = PolicyDocument['rules'][number] | PolicyDocument['separations'][number];
type Say = (at: Flaw['path'], wrong: string) => void;

/** The rules, or the separations, of every file; what is wrong is added to `flaws`. */
export function readRules(documents: Documents, part: 'rules' | 'separations', flaws: PolicyFlaw[]): ReadRule[] {
  return [...documents].flatMap(([file, document]) => {
    const seen = new Set<string>();
    return document[part].flatMap((written, index) => {
      const say: Say = (at, wrong) => flaws.push({ file, path: [part, index, ...at], wrong });
      if (seen.has(written.id)) say(['id'], `« ${written.id} » est déjà pris`);
      seen.add(written.id);
      const condition = readWhere(written, document, say);
      if (!condition) return [];
      const { source, fr, en } = written;
      const type = typeKey(document.portal ?? null, written.on);
      const roles = 'roles' in written ? readRoles(written.roles, document, documents, say) : [];
      return [{ cited: { id: `${file}/${written.id}`, source, fr, en }, roles, actions: actionsOf(written), type, condition }];
    });
  });
}

const actionsOf = (written: Written) => ('may' in written ? written.may : written.never);

function readWhere(written: Written, document: PolicyDocument, say: Say): Condition | undefined {
  const type = document.types[written.on];
  if (!type) {
    say(['on'], `type inconnu « ${written.on} » ; connus : ${Object.keys(document.types).join(', ')}`);
    return undefined;
  }
  for (const action of actionsOf(written)) {
    if (!type.actions.includes(action)) say(['may' in written ? 'may' : 'never'], `« ${action} » ne se fait pas à « ${written.on} »`);
  }
  const { condition, flaws } = readCondition(written.where, fieldsOf(type.attributes, document.context));
  for (const flaw of flaws) say(['where', ...flaw.path], flaw.wrong);
  if (condition) checkReach(written, condition, say);
  if (condition && actionsOf(written).includes(LIST)) checkList(condition, type, say);
  return condition;
}

/** The action whose answer is a list: it is filtered by place, and nothing else would hide a thing from it. */
const LIST = 'list';

function checkList(condition: Condition, type: PolicyDocument['types'][string], say: Say): void {
  const other = attributesOf(condition).filter((name) => !['organisation', 'organisations'].includes(type.attributes[name]?.is ?? ''));
  if (other.length > 0) say(['where'], `« ${LIST} » ne dépend que du lieu, pas de ${other.join(', ')}`);
}

/** A rule must not give everything; a separation must not depend on the role in use, or another role would lift it. */
function checkReach(written: Written, condition: Condition, say: Say): void {
  if ('may' in written && !isBounded(condition)) {
    say(['where'], 'rien ne lie la chose à la personne ni à son organisation : la règle donnerait tout');
  }
  if ('never' in written && variablesOf(condition).some((name) => /^(grant|role)\./.test(name))) {
    say(['where'], 'une séparation vaut quel que soit le rôle : ni grant.* ni role.*');
  }
}

/** Roles of the same file, or of Habilis and held without a grant. */
function readRoles(names: readonly string[], document: PolicyDocument, documents: Documents, say: Say): string[] {
  return names.flatMap((name, index) => {
    if (Object.hasOwn(document.roles, name)) return [typeKey(document.portal ?? null, name)];
    if ([...documents.values()].some((each) => !each.portal && each.roles[name]?.implied)) return [name];
    say(['roles', index], `rôle inconnu « ${name} »`);
    return [];
  });
}
