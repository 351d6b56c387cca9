/** What an attribute may hold. An instant is ISO 8601 outside and milliseconds inside. */
export const KINDS = ['text', 'number', 'boolean', 'instant', 'texts', 'organisation', 'organisations'] as const;
export type Kind = (typeof KINDS)[number];

type Base = Exclude<Kind, 'organisation' | 'organisations'>;

/** Organisations are texts; the kind of their own says where a thing belongs, which lists and scopes need. */
export const baseOf = (kind: Kind): Base => (kind === 'organisation' ? 'text' : kind === 'organisations' ? 'texts' : kind);

/**
 * What a condition may refer to besides the attributes of the thing: the person, the grant that is being used, the instant.
 *
 * - `me.id`: the account, `acc-…`, or `client:<id>`
 * - `me.subject`: the person as the asking portal knows them; absent in the console
 * - `me.organisations`: where the person belongs and may now go to the portals
 * - `grant.organisation`, `grant.organisations`: where the role was granted; the same with what lies below it
 * - `role.grants`: the roles that the role in use may grant
 * - `now`: the instant of the decision, ours and never the portal's
 */
// prettier-ignore
export const VARIABLES = {
  'me.id':               'text',
  'me.subject':          'text',
  'me.organisations':    'texts',
  'grant.organisation':  'text',
  'grant.organisations': 'texts',
  'role.grants':         'texts',
  'now':                 'instant',
} as const satisfies Record<string, Base>;
export type Variable = keyof typeof VARIABLES;

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
