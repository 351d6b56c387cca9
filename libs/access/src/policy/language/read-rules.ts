import { fieldsIn, variablesOf, type Condition } from './condition.ts';
import { typeKey, type PolicyRule } from './policy.ts';
import type { PolicyDocument } from './policy-document.ts';
import { fieldsOf, isBounded, readCondition, type Flaw } from './read-condition.ts';

/** Policy files by the name of their file, without its extension. */
export type Documents = ReadonlyMap<string, PolicyDocument>;

/** What is wrong, in which file. */
export interface PolicyFlaw extends Flaw {
  readonly file: string;
}

export type Say = (at: Flaw['path'], wrong: string) => void;
type Rule = PolicyDocument['rules'][number];
type Separation = PolicyDocument['separations'][number];
type Type = PolicyDocument['types'][string];

/** Something is written in a file of some scope, among others. */
interface Place {
  readonly file: string;
  readonly document: PolicyDocument;
  readonly documents: Documents;
  readonly say: Say;
}

/** The rules of every file; what is wrong is added to `flaws`. */
export const readRules = (documents: Documents, flaws: PolicyFlaw[]): PolicyRule[] => readPart(documents, 'rules', flaws, readRule);

/** The separations of every file; what is wrong is added to `flaws`. */
export const readSeparations = (documents: Documents, flaws: PolicyFlaw[]): PolicyRule[] =>
  readPart(documents, 'separations', flaws, readSeparation);

function readPart<Part extends 'rules' | 'separations'>(
  documents: Documents,
  part: Part,
  flaws: PolicyFlaw[],
  read: (written: PolicyDocument[Part][number], place: Place) => PolicyRule | undefined,
): PolicyRule[] {
  return [...documents].flatMap(([file, document]) =>
    document[part].flatMap((written, index) => {
      const say: Say = (at, wrong) => flaws.push({ file, path: [part, index, ...at], wrong });
      return read(written, { file, document, documents, say }) ?? [];
    }),
  );
}

function readRule(written: Rule, { file, document, documents, say }: Place): PolicyRule | undefined {
  const type = document.types[written.on];
  if (!type) return void say(['on'], `type inconnu « ${written.on} » ; connus : ${Object.keys(document.types).join(', ')}`);
  checkNames(written.may, type.actions, (name) => say(['may'], `« ${name} » ne se fait pas à « ${written.on} »`));
  checkNames(written.fields, type.fields ?? [], (name) => say(['fields'], `« ${name} » n’est pas un champ de « ${written.on} »`));
  checkNames(written.purposes, Object.keys(document.purposes ?? {}), (name) => say(['purposes'], `finalité inconnue « ${name} »`));
  const where = readWhere(written.where, type, document, say);
  if (!where) return undefined;
  if (!isBounded(where)) say(['where'], 'rien ne lie la chose à la personne ni à son organisation : la règle donnerait tout');
  const roles = readRoles(written.roles, document, documents, say);
  const assurance = written.assurance ?? null;
  const condition = together([where, ...purposeOf(written.purposes), ...assuranceOf(assurance)]);
  if (written.may.includes(LIST)) checkList(condition, type, say);
  return {
    ...citation(written, file),
    roles,
    actions: written.may,
    type: typeKey(document.portal ?? null, written.on),
    fields: written.fields ?? null,
    assurance,
    condition,
    organisation: null,
  };
}

function readSeparation(written: Separation, { file, document, documents, say }: Place): PolicyRule | undefined {
  const found = typeOf(written.on, document, documents);
  if (!found) return void say(['on'], `type inconnu « ${written.on} »`);
  checkNames(written.never, found.type.actions, (name) => say(['never'], `« ${name} » ne se fait pas à « ${written.on} »`));
  const where = readWhere(written.where, found.type, found.home, say);
  if (!where) return undefined;
  if (variablesOf(where).some((name) => /^(grant|role|engagement)\./.test(name))) {
    say(['where'], 'une séparation vaut quel que soit le rôle : ni grant.* ni role.* ni engagement.*');
  }
  const organisation = document.organisation ?? null;
  return {
    ...citation(written, file),
    roles: [],
    actions: written.never,
    type: typeKey(found.home.portal ?? null, written.on.split(':').at(-1)!),
    fields: null,
    assurance: null,
    condition: organisation === null ? where : together([grantedIn(organisation), where]),
    organisation,
  };
}

/** What an organisation narrows: its own grants and those below it, never those of others. */
export const grantedIn = (organisation: string): Condition => ({
  field: 'grant.line',
  operator: 'contains',
  operand: { literal: organisation },
});

export const assuranceOf = (level: number | null): Condition[] =>
  level === null ? [] : [{ field: 'me.assurance', operator: 'gte', operand: { literal: level } }];

const purposeOf = (purposes: readonly string[] | undefined): Condition[] =>
  purposes ? [{ field: 'context.purpose', operator: 'in', operand: { literal: purposes } }] : [];

const together = (all: readonly Condition[]): Condition => (all.length === 1 ? all[0]! : { all });
const citation = ({ id, source, fr, en }: Rule | Separation, file: string) => ({ id: `${file}/${id}`, source, fr, en });

function checkNames(names: readonly string[] | undefined, known: readonly string[], unknown: (name: string) => void): void {
  for (const name of names ?? []) if (!known.includes(name)) unknown(name);
}

/** The type that a separation speaks of: one of the same file, or any when an organisation speaks. */
function typeOf(name: string, document: PolicyDocument, documents: Documents): { type: Type; home: PolicyDocument } | undefined {
  const [portal, short] = name.includes(':') ? (name.split(':') as [string, string]) : [document.portal, name];
  if (document.organisation === undefined && portal !== document.portal) return undefined;
  const homes = document.organisation === undefined ? [document] : [...documents.values()];
  const home = homes.find((each) => each.portal === portal && Object.hasOwn(each.types, short));
  return home && { type: home.types[short]!, home };
}

function readWhere(where: unknown, type: Type, document: PolicyDocument, say: Say): Condition | undefined {
  const { condition, flaws } = readCondition(where, fieldsOf(type.attributes, contextOf(document)));
  for (const flaw of flaws) say(['where', ...flaw.path], flaw.wrong);
  return condition;
}

/** Purposes that are named are what `context.purpose` may say. */
export function contextOf({ context, purposes }: PolicyDocument): PolicyDocument['context'] {
  return purposes ? { purpose: { is: 'text', of: Object.keys(purposes) }, ...context } : context;
}

/** The action whose answer is a list: it is filtered by place, and nothing else would hide a thing from it. */
const LIST = 'list';

function checkList(condition: Condition, type: Type, say: Say): void {
  const other = fieldsIn(condition).filter((name) => !['organisation', 'organisations'].includes(type.attributes[name]?.is ?? ''));
  if (other.length > 0) say(['where'], `« ${LIST} » ne dépend que du lieu, pas de ${other.join(', ')}`);
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
