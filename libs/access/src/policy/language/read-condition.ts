import {
  baseOf,
  isOfTheThing,
  OPERATORS,
  UNTOLD,
  VARIABLES,
  type Condition,
  type Kind,
  type Literal,
  type Operand,
  type Operator,
} from './condition.ts';
import type { Attributes } from './policy-document.ts';

/** What is wrong with a condition, and where in it. */
export interface Flaw {
  readonly path: readonly (string | number)[];
  readonly wrong: string;
}

/** What the condition may look at besides `VARIABLES`: the attributes of the type, and `context.<name>`. */
export type Fields = ReadonlyMap<string, Field>;

/** An attribute: its kind, the texts it may hold, and what people call it. */
export interface Field {
  readonly is: Kind;
  readonly of?: readonly string[] | undefined;
  readonly fr?: string | undefined;
  readonly en?: string | undefined;
}

const GROUPS = ['all', 'any', 'none'] as const;

/** The fields of a type: its attributes, its id, and what the question declares. */
export function fieldsOf(attributes: Attributes, context: Attributes): Fields {
  return new Map([
    ['id', { is: 'text' as const }],
    ...Object.entries(attributes),
    ...Object.entries(context).map(([name, each]) => [`context.${name}`, each] as const),
  ]);
}

/**
 * Reads a condition as it is written in a policy file, or says all that is wrong with it.
 *
 * Nothing passes that is not understood entirely: an operator that an engine ignores in silence is a rule that does
 * not deny.
 */
export function readCondition(
  written: unknown,
  fields: Fields,
  path: readonly (string | number)[] = [],
): { condition?: Condition; flaws: Flaw[] } {
  if (!isRecord(written)) return flawed(path, 'une condition est un objet `attribut: { opérateur: valeur }`');
  const entries = Object.entries(written);
  if (entries.length === 0) return flawed(path, 'une condition vide ne limite rien');
  const read = entries.map(([key, value]) =>
    isGroup(key) ? readGroup(key, value, fields, [...path, key]) : readField(key, value, fields, [...path, key]),
  );
  return together('all', read);
}

function readGroup(group: (typeof GROUPS)[number], written: unknown, fields: Fields, path: readonly (string | number)[]) {
  if (!Array.isArray(written) || written.length === 0) return flawed(path, `« ${group} » attend une liste non vide de conditions`);
  return together(group, written.map((each, index) => readCondition(each, fields, [...path, index]))); // prettier-ignore
}

function together(group: (typeof GROUPS)[number], read: readonly { condition?: Condition; flaws: Flaw[] }[]) {
  const flaws = read.flatMap((each) => each.flaws);
  if (flaws.length > 0) return { flaws };
  const conditions = read.map((each) => each.condition!);
  if (group !== 'none' && conditions.length === 1) return { condition: conditions[0]!, flaws };
  return { condition: { [group]: conditions } as unknown as Condition, flaws };
}

function readField(field: string, written: unknown, fields: Fields, path: readonly (string | number)[]) {
  const known = fields.get(field) ?? variable(field);
  if (!known && UNTOLD.includes(field)) return flawed(path, untold(field));
  if (!known) return flawed(path, `attribut inconnu « ${field} » ; connus : ${[...fields.keys()].join(', ')} et les variables`);
  if (!isRecord(written) || Object.keys(written).length === 0) return flawed(path, 'écrivez `{ opérateur: valeur }`');
  return together('all', Object.entries(written).map(([name, value]) => readTest(field, known, name, value, [...path, name]))); // prettier-ignore
}

function readTest(
  field: string,
  known: { is: Kind; of?: readonly string[] | undefined },
  name: string,
  written: unknown,
  path: readonly (string | number)[],
) {
  if (name === 'exists') {
    return typeof written === 'boolean'
      ? { condition: { field, exists: written }, flaws: [] }
      : flawed(path, '« exists » attend true ou false');
  }
  if (!Object.hasOwn(OPERATORS, name))
    return flawed(path, `opérateur inconnu « ${name} » ; connus : exists, ${Object.keys(OPERATORS).join(', ')}`);
  const operator = name as Operator;
  const base = baseOf(known.is);
  if (!(OPERATORS[operator].on as readonly string[]).includes(base))
    return flawed(path, `« ${name} » ne s’applique pas à un attribut « ${known.is} »`);
  const operand = readOperand(operator, base, known.of, written);
  return typeof operand === 'string' ? flawed(path, operand) : { condition: { field, operator, operand }, flaws: [] };
}

/** The operand, or what is wrong with it. */
function readOperand(operator: Operator, base: string, of: readonly string[] | undefined, written: unknown): Operand | string {
  const shape = OPERATORS[operator].with;
  const wanted = shape === 'same' ? base : shape === 'item' ? 'text' : `${base === 'number' ? 'number' : 'text'}s`;
  if (isRecord(written)) {
    const name = written['var'];
    if (Object.keys(written).length !== 1 || typeof name !== 'string') return 'une variable s’écrit `{ var: me.id }`';
    if (UNTOLD.includes(name)) return untold(name);
    if (!Object.hasOwn(VARIABLES, name)) return `variable inconnue « ${name} » ; connues : ${Object.keys(VARIABLES).join(', ')}`;
    const is = VARIABLES[name as keyof typeof VARIABLES];
    return is === wanted ? { variable: name } : `« ${name} » est un « ${is} », il faut un « ${wanted} »`;
  }
  const literal = readLiteral(wanted, written);
  if (literal === undefined) return `il faut une valeur « ${wanted} » ou une variable`;
  const strange = of && [literal].flat().find((each) => !of.includes(String(each)));
  return strange === undefined ? { literal } : `« ${String(strange)} » n’est pas une valeur prévue : ${of!.join(', ')}`;
}

function readLiteral(wanted: string, written: unknown): Literal | undefined {
  if (wanted === 'texts' || wanted === 'numbers') {
    const fits =
      Array.isArray(written) && written.length > 0 && written.every((each) => typeof each === (wanted === 'texts' ? 'string' : 'number'));
    return fits ? (written as string[]) : undefined;
  }
  if (wanted === 'instant') return typeof written === 'string' && !Number.isNaN(Date.parse(written)) ? Date.parse(written) : undefined;
  return typeof written === (wanted === 'text' ? 'string' : wanted) ? (written as Literal) : undefined;
}

/**
 * Whether the condition ties the thing to the person or to where their role was granted, on every way it can be true.
 *
 * A rule that is not so bounded gives everybody's things to whoever has the role. What a portal declares of its question
 * ties nothing: it is the asker's word.
 */
export function isBounded(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(isBounded);
  if ('any' in condition) return condition.any.every(isBounded);
  if ('none' in condition || 'exists' in condition) return false;
  const { field, operator, operand } = condition;
  if (!OPERATORS[operator].binds) return false;
  if (field === 'engagement.purposes') return true;
  return isOfTheThing(field) && 'variable' in operand && /^(me|grant)\./.test(operand.variable);
}

const untold = (name: string) =>
  `« ${name} » n’est renseigné par personne et ne serait jamais vrai : déclarez-le sous « context », que le portail envoie avec sa question`;
const variable = (name: string): { is: Kind; of?: undefined } | undefined =>
  Object.hasOwn(VARIABLES, name) ? { is: VARIABLES[name as keyof typeof VARIABLES] } : undefined;
const isGroup = (key: string): key is (typeof GROUPS)[number] => (GROUPS as readonly string[]).includes(key);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const flawed = (path: readonly (string | number)[], wrong: string): { condition?: Condition; flaws: Flaw[] } => ({
  flaws: [{ path, wrong }],
});
