import { OPERATORS, type Condition, type Operand, type Operator } from '../language/condition.ts';

/** What must be so of a world: a plain two-valued formula over comparisons that are known to be true, and absences. */
export type Goal =
  { readonly and: readonly Goal[] } | { readonly or: readonly Goal[] } | { readonly absent: string } | { readonly present: string } | Atom;

/** Both sides are there, and the comparison holds. */
export interface Atom {
  readonly field: string;
  readonly operator: Operator;
  readonly operand: Operand;
}

/** The condition is known to be true. */
export function isTrue(condition: Condition): Goal {
  if ('all' in condition) return { and: condition.all.map(isTrue) };
  if ('any' in condition) return { or: condition.any.map(isTrue) };
  if ('none' in condition) return { and: condition.none.map(isFalse) };
  if ('exists' in condition) return condition.exists ? { present: condition.field } : { absent: condition.field };
  return condition;
}

/** The condition is known to be false. */
export function isFalse(condition: Condition): Goal {
  if ('all' in condition) return { or: condition.all.map(isFalse) };
  if ('any' in condition) return { and: condition.any.map(isFalse) };
  if ('none' in condition) return { or: condition.none.map(isTrue) };
  if ('exists' in condition) return condition.exists ? { absent: condition.field } : { present: condition.field };
  return { ...condition, operator: OPERATORS[condition.operator].opposite };
}

/** The goal is not reached: a comparison fails, or one of its sides is absent. */
export function not(goal: Goal): Goal {
  if ('and' in goal) return { or: goal.and.map(not) };
  if ('or' in goal) return { and: goal.or.map(not) };
  if ('absent' in goal) return { present: goal.absent };
  if ('present' in goal) return { absent: goal.present };
  const { field, operator, operand } = goal;
  return {
    or: [
      { field, operator: OPERATORS[operator].opposite, operand },
      { absent: field },
      ...('variable' in operand ? [{ absent: operand.variable }] : []),
    ],
  };
}
