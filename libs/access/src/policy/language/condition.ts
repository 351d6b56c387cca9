/** What an attribute may hold. An instant is ISO 8601 outside and milliseconds inside. */
export const KINDS = ['text', 'number', 'boolean', 'instant', 'texts', 'organisation', 'organisations'] as const;
export type Kind = (typeof KINDS)[number];

type Base = Exclude<Kind, 'organisation' | 'organisations'>;

/** Organisations are texts; the kind of their own says where a thing belongs, which lists and scopes need. */
export const baseOf = (kind: Kind): Base => (kind === 'organisation' ? 'text' : kind === 'organisations' ? 'texts' : kind);

/**
 * What a condition may look at besides the thing: the person, the grant in use, what ties them to the thing, the moment.
 *
 * Each may stand on either side of a comparison. What nobody has told is unknown, and allows nothing.
 *
 * - `me.id`: the account, `acc-…`, or `client:<id>`; `me.subject`: the person as the asking portal knows them
 * - `me.organisations`: where the person belongs and may now go to the portals
 * - `me.roles`: the roles they hold there, by their full names
 * - `me.professions`: their codes (G15), as the directory told them at the last sign-in
 * - `me.assurance`: how well who they are was proved, 1 to 3: the level of the session, as the portal declares it in `context.acr`
 * - `grant.organisation`, `grant.organisations`: where the role was granted; the same with what lies below it
 * - `grant.line`: the same with what lies above it; `grant.others`: the other roles they hold in the same places
 * - `role.grants`: the roles that the role in use may grant
 * - `engagement.purposes`: why the person takes part in this thing now, as its portal told us
 * - `now`, `now.hour`, `now.weekday`: the instant of the decision, ours and never the portal's; hour and day (Monday 1) in Paris
 * - `here.portal`: the portal that asks
 */
// prettier-ignore
export const VARIABLES = {
  'me.id':               'text',
  'me.subject':          'text',
  'me.organisations':    'texts',
  'me.roles':            'texts',
  'me.professions':      'texts',
  'me.assurance':        'number',
  'grant.organisation':  'text',
  'grant.organisations': 'texts',
  'grant.line':          'texts',
  'grant.others':        'texts',
  'role.grants':         'texts',
  'engagement.purposes': 'texts',
  'now':                 'instant',
  'now.hour':            'number',
  'now.weekday':         'number',
  'here.portal':         'text',
} as const satisfies Record<string, Base>;
export type Variable = keyof typeof VARIABLES;

/** What one might expect to look at and nobody tells us: refused when it is written, where it would never be true. */
export const UNTOLD: readonly string[] = ['me.category', 'me.structures', 'me.activity', 'me.capacity', 'here.network'];

/** Whether a field of a condition is the thing's own, and neither the person's nor declared. */
export const isOfTheThing = (field: string): boolean => !Object.hasOwn(VARIABLES, field) && !field.startsWith('context.');

/**
 * The comparisons. `opposite` is what is true exactly when the comparison is known to be false.
 *
 * `binds`: met, it ties the thing to a value; only such a comparison with the person or the grant bounds a rule.
 */
// prettier-ignore
export const OPERATORS = {
  eq:       { on: ['text', 'number', 'boolean'], with: 'same', opposite: 'ne',       binds: true },
  ne:       { on: ['text', 'number', 'boolean'], with: 'same', opposite: 'eq',       binds: false },
  in:       { on: ['text', 'number'],            with: 'list', opposite: 'notIn',    binds: true },
  notIn:    { on: ['text', 'number'],            with: 'list', opposite: 'in',       binds: false },
  lt:       { on: ['number', 'instant'],         with: 'same', opposite: 'gte',      binds: false },
  lte:      { on: ['number', 'instant'],         with: 'same', opposite: 'gt',       binds: false },
  gt:       { on: ['number', 'instant'],         with: 'same', opposite: 'lte',      binds: false },
  gte:      { on: ['number', 'instant'],         with: 'same', opposite: 'lt',       binds: false },
  contains: { on: ['texts'],                     with: 'item', opposite: 'lacks',    binds: true },
  lacks:    { on: ['texts'],                     with: 'item', opposite: 'contains', binds: false },
  meets:    { on: ['texts'],                     with: 'list', opposite: 'apart',    binds: true },
  apart:    { on: ['texts'],                     with: 'list', opposite: 'meets',    binds: false },
} as const satisfies Record<string, { on: readonly Base[]; with: 'same' | 'list' | 'item'; opposite: string; binds: boolean }>;
export type Operator = keyof typeof OPERATORS;

export type Literal = string | number | boolean | readonly (string | number)[];

/** What an attribute is compared with. */
export type Operand = { readonly literal: Literal } | { readonly variable: string };

/**
 * A condition, read and checked.
 *
 * It is true, false, or unknown when it looks at something absent. What is unknown never allows and always denies:
 * a permission needs a condition that is true, a separation is lifted only by one that is false.
 */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly none: readonly Condition[] }
  | { readonly field: string; readonly exists: boolean }
  | { readonly field: string; readonly operator: Operator; readonly operand: Operand };

type Leaf = Extract<Condition, { field: string }>;

/** The comparisons of a condition, whatever groups them. */
function leavesOf(condition: Condition): Leaf[] {
  if ('all' in condition) return condition.all.flatMap(leavesOf);
  if ('any' in condition) return condition.any.flatMap(leavesOf);
  if ('none' in condition) return condition.none.flatMap(leavesOf);
  return [condition];
}

/** The variables a condition looks at, on either side. */
export const variablesOf = (condition: Condition): string[] =>
  leavesOf(condition).flatMap((leaf) => [
    ...(Object.hasOwn(VARIABLES, leaf.field) ? [leaf.field] : []),
    ...('operand' in leaf && 'variable' in leaf.operand ? [leaf.operand.variable] : []),
  ]);

/** The fields a condition looks at. */
export const fieldsIn = (condition: Condition): string[] => leavesOf(condition).map(({ field }) => field);
