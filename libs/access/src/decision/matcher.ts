import { buildMongoQueryMatcher, createMongoAbility, type ConditionsMatcher, type MongoAbility, type RawRuleOf } from '@casl/ability';
import { $and, $nor, $or, and, nor, or, type FieldCondition, type JsInterpreter } from '@ucast/mongo2js';
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

/** Absent or malformed on either side: not met, whatever the comparison. */
const met =
  (compare: (value: unknown, operand: unknown) => boolean): JsInterpreter<FieldCondition<Operand>, World> =>
  (node, world) => {
    const value = world.get(node.field as string);
    const operand = 'variable' in node.value ? world.get(node.value.variable) : node.value.literal;
    return value !== undefined && value !== MALFORMED && operand !== undefined && compare(value, operand);
  };

const operators = Object.keys(OPERATORS) as Operator[];
const INTERPRETERS = Object.fromEntries(
  operators.map((name) => [name, met(COMPARE[name] as (value: unknown, operand: unknown) => boolean)]),
);
const exists: JsInterpreter<FieldCondition<boolean>, World> = (node, world) => {
  const value = world.get(node.field as string);
  return value !== MALFORMED && (value !== undefined) === node.value;
};

/**
 * CASL's matcher with our comparisons in the place of all of its own.
 *
 * Its default does not know `$or` and `$nor`, skips what it does not know, calls `null < 2` true, and lets
 * `{ org: undefined }` match things without an organisation.
 */
const matcher = buildMongoQueryMatcher(
  { $and, $or, $nor, $exists: { type: 'field' }, ...Object.fromEntries(operators.map((name) => [`$${name}`, { type: 'field' }])) },
  { and, or, nor, exists, ...INTERPRETERS } as never,
) as unknown as ConditionsMatcher<Query>;

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
    conditionsMatcher: matcher as never,
    detectSubjectType: (world) => (world as World).type,
  });
}
