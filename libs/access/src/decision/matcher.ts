import { createMongoAbility, type MongoAbility, type RawRuleOf } from '@casl/ability';
import type { Condition, Operand, Operator } from '../policy/language/condition.ts';
import { OPERATORS } from '../policy/language/condition.ts';
import { MALFORMED, type World } from './world.ts';

export type Ability = MongoAbility<[string, World | string]>;
export type CaslRule = RawRuleOf<Ability>;
type Query = Record<string, unknown>;

/** What the comparison is when both sides are known; neither side is ever undefined here. */
// prettier-ignore
const COMPARE: Record<Operator, (value: never, operand: never) => boolean> = {
  eq:       (value: unknown, operand: unknown) => value === operand,
  ne:       (value: unknown, operand: unknown) => value !== operand,
  in:       (value: unknown, operand: unknown[]) => operand.includes(value),
  notIn:    (value: unknown, operand: unknown[]) => !operand.includes(value),
  lt:       (value: number, operand: number) => value < operand,
  lte:      (value: number, operand: number) => value <= operand,
  gt:       (value: number, operand: number) => value > operand,
  gte:      (value: number, operand: number) => value >= operand,
  contains: (value: unknown[], operand: unknown) => value.includes(operand),
  lacks:    (value: unknown[], operand: unknown) => !value.includes(operand),
  meets:    (value: unknown[], operand: unknown[]) => value.some((each) => operand.includes(each)),
  apart:    (value: unknown[], operand: unknown[]) => !value.some((each) => operand.includes(each)),
};

/** What a comparison says of two values that are known. */
export const compares = (operator: Operator, value: unknown, operand: unknown): boolean =>
  COMPARE[operator](value as never, operand as never);

type Test = (world: World) => boolean;

/** Absent or malformed on either side: not met, whatever the comparison. */
function met(field: string, operator: Operator, operand: Operand): Test {
  const compare = COMPARE[operator] as (value: unknown, operand: unknown) => boolean;
  const known = (value: unknown) => value !== undefined && value !== MALFORMED;
  if ('literal' in operand) {
    const { literal } = operand;
    return (world) => {
      const value = world.get(field);
      return known(value) && compare(value, literal);
    };
  }
  const { variable } = operand;
  return (world) => {
    const value = world.get(field);
    if (!known(value)) return false;
    const other = world.get(variable);
    return known(other) && compare(value, other);
  };
}

const exists = (field: string, there: boolean): Test => (world) => {
  const value = world.get(field);
  return value !== MALFORMED && (value !== undefined) === there;
}; // prettier-ignore

/** `found` as soon as a test comes to `wanted`, else the contrary; a loop, where a callback would be made for each question. */
const whether =
  (wanted: boolean, found: boolean) =>
  (tests: readonly Test[]): Test =>
  (world) => {
    for (const test of tests) if (test(world) === wanted) return found;
    return !found;
  };

/** How queries are joined. */
const JOIN: Readonly<Record<string, (tests: readonly Test[]) => Test>> = {
  $and: whether(false, false),
  $or: whether(true, true),
  $nor: whether(true, false),
};

/**
 * Our comparisons in the place of all of CASL's own, each query made a function once.
 *
 * CASL's default does not know `$or` and `$nor`, skips what it does not know, calls `null < 2` true, and lets
 * `{ org: undefined }` match things without an organisation.
 *
 * @throws Error for a query that is not one of those below
 */
function testOf(query: Query): Test {
  const [[name, said] = ['', null], ...more] = Object.entries(query);
  if (more.length > 0) throw new Error(`two queries in one: ${JSON.stringify(query)}`);
  if (Object.hasOwn(JOIN, name)) return JOIN[name]!((said as Query[]).map(testOf));
  const [[operator, operand] = ['', null]] = Object.entries(said as Query);
  if (operator === '$exists') return exists(name, operand as boolean);
  if (!Object.hasOwn(COMPARE, operator.slice(1))) throw new Error(`unknown comparison ${operator}`);
  return met(name, operator.slice(1) as Operator, operand as Operand);
}

/** A query met exactly when the condition is known to be true. */
export function certainly(condition: Condition): Query {
  if ('all' in condition) return { $and: condition.all.map(certainly) };
  if ('any' in condition) return { $or: condition.any.map(certainly) };
  if ('none' in condition) return { $and: condition.none.map(certainlyNot) };
  if ('exists' in condition) return { [condition.field]: { $exists: condition.exists } };
  return { [condition.field]: { [`$${condition.operator}`]: condition.operand } };
}

/** A query met exactly when the condition is known to be false. */
function certainlyNot(condition: Condition): Query {
  if ('all' in condition) return { $or: condition.all.map(certainlyNot) };
  if ('any' in condition) return { $and: condition.any.map(certainlyNot) };
  if ('none' in condition) return { $or: condition.none.map(certainly) };
  if ('exists' in condition) return { [condition.field]: { $exists: !condition.exists } };
  return { [condition.field]: { [`$${OPERATORS[condition.operator].opposite}`]: condition.operand } };
}

/** A query met unless the condition is known to be false: what a separation denies. */
export const possibly = (condition: Condition): Query => ({ $nor: [certainlyNot(condition)] });

/** Makes CASL's engine of some rules; later ones win. */
export function abilityOf(rules: readonly CaslRule[]): Ability {
  return createMongoAbility<Ability>([...rules], {
    conditionsMatcher: testOf as never,
    detectSubjectType: (world) => (world as World).type,
  });
}
