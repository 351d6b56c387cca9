import { OPERATORS, type Condition, type Operator } from '../policy/language/condition.ts';
import type { Asker } from '../holding.ts';
import { worldAs } from '../decision/judge.ts';
import type { Question } from '../decision/question.ts';
import { compares } from '../decision/matcher.ts';
import { typeKey, type Denial, type Policy, type PolicyRole, type PolicyRule } from '../policy/language/policy.ts';
import { MALFORMED, type World } from '../decision/world.ts';

/** Where an attribute of a thing is stored: an expression that is null when it is absent. */
export interface Column {
  /** `text`, `text[]`, `double precision`, `boolean` or `timestamptz`, as the kind of the attribute says. */
  readonly sql: string;
  /** True of a row whose attribute is not of its kind; absent where none is stored so. */
  readonly malformed?: string;
}

/** Attributes of things, and `engagement.purposes`, by the expression that reads them. */
export type Columns = ReadonlyMap<string, Column>;

/** A condition of a `where`, with the values of its parameters. */
export interface Where {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What is asked about every thing of a type at once. */
export type ListQuestion = Pick<Question, 'action' | 'context' | 'field'> & { readonly type: string };

/**
 * The things of a type that this person may do this to, as one condition of a `where`.
 *
 * It says of each stored thing what `judge` says of it: what is known of the person is settled here, what is stored of the
 * thing is compared there, and every comparison is total, so that null is never true by negation. A person without any
 * role that could is given `false`.
 *
 * @param columns every attribute that a rule of this type looks at
 * @param from the number of the first parameter
 * @throws Error for an attribute without a column: nothing is guessed
 */
export function policyToSql(policy: Policy, asker: Asker, portal: string | null, asked: ListQuestion, columns: Columns, from = 1): Where {
  const type = policy.types.get(typeKey(portal, asked.type));
  if (!type || !type.actions.includes(asked.action)) return NOTHING;
  const fields = asked.field === undefined ? type.parts : [asked.field];
  if (asked.field !== undefined && !type.parts.includes(asked.field)) return NOTHING;
  const { context, action } = asked;
  const question: Question = { action, target: { type: asked.type, id: '' }, ...(context && { context }) };
  const noted: unknown[] = [];
  const ways = asker.roles.flatMap((held) => {
    const role = policy.roles.get(held.role);
    const world = worldAs(policy, asker, held, portal, question);
    if (!role || !world) return [];
    const write = new Writer(columns, world, (field) => kindOf(type.fields.get(field)?.is), noted);
    return throughRole(role, typeKey(portal, asked.type), action, fields, write);
  });
  return numbered(or(ways), noted, from);
}

const NOTHING: Where = { text: 'false', values: [] };

/** Values are noted while conditions are written; what was left out of the end needs no parameter. */
const NOTE = /\u0001(\d+)\u0001/g;
const note = (values: unknown[], value: unknown) => `\u0001${values.push(value) - 1}\u0001`;

function numbered(text: string, noted: readonly unknown[], from: number): Where {
  const values: unknown[] = [];
  return { text: text.replace(NOTE, (_, index: string) => `$${from - 1 + values.push(noted[Number(index)])}`), values };
}

/** Every field by some rule of the role, and no denial. */
function throughRole(role: PolicyRole, type: string, action: string, fields: readonly string[], write: Writer): string {
  const about = ({ type: on, actions }: Denial) => on === type && actions.includes(action);
  const rules = role.rules.filter(about);
  const denied = role.denials.filter(about).map(({ condition }) => write.isFalse(condition));
  const opening = (field: string | null) => or(rules.filter((each) => opens(each, field)).map(({ condition }) => write.isTrue(condition)));
  return and([...(fields.length > 0 ? fields.map(opening) : [opening(null)]), ...denied]);
}

const opens = ({ fields }: PolicyRule, field: string | null) => fields === null || (field !== null && fields.includes(field));

type Cast = 'text' | 'text[]' | 'double precision' | 'boolean' | 'timestamptz';
const CAST = { text: 'text', texts: 'text[]', number: 'double precision', boolean: 'boolean', instant: 'timestamptz', organisation: 'text', organisations: 'text[]' } as const; // prettier-ignore
const kindOf = (kind: keyof typeof CAST = 'texts'): Cast => CAST[kind];

/** What a comparison is in SQL once both sides are there; `x` is the column, `y` the parameter. */
// prettier-ignore
const COMPARE: Record<Operator, (x: string, y: string) => string> = {
  eq:       (x, y) => `${x} = ${y}`,
  ne:       (x, y) => `${x} <> ${y}`,
  in:       (x, y) => `${x} = any (${y})`,
  notIn:    (x, y) => `${x} <> all (${y})`,
  lt:       (x, y) => `${x} < ${y}`,
  lte:      (x, y) => `${x} <= ${y}`,
  gt:       (x, y) => `${x} > ${y}`,
  gte:      (x, y) => `${x} >= ${y}`,
  contains: (x, y) => `${y} = any (${x})`,
  lacks:    (x, y) => `${y} <> all (${x})`,
  meets:    (x, y) => `${x} && ${y}`,
  apart:    (x, y) => `not (${x} && ${y})`,
};

/** Writes conditions for one role of one person. */
class Writer {
  constructor(
    private readonly columns: Columns,
    private readonly world: World,
    private readonly cast: (field: string) => Cast,
    private readonly noted: unknown[],
  ) {}

  isTrue(condition: Condition): string {
    if ('all' in condition) return and(condition.all.map((each) => this.isTrue(each)));
    if ('any' in condition) return or(condition.any.map((each) => this.isTrue(each)));
    if ('none' in condition) return and(condition.none.map((each) => this.isFalse(each)));
    if ('exists' in condition) return this.exists(condition.field, condition.exists);
    return this.compare(condition.field, condition.operator, condition.operand);
  }

  isFalse(condition: Condition): string {
    if ('all' in condition) return or(condition.all.map((each) => this.isFalse(each)));
    if ('any' in condition) return and(condition.any.map((each) => this.isFalse(each)));
    if ('none' in condition) return or(condition.none.map((each) => this.isTrue(each)));
    if ('exists' in condition) return this.exists(condition.field, !condition.exists);
    return this.compare(condition.field, OPERATORS[condition.operator].opposite, condition.operand);
  }

  private exists(field: string, there: boolean): string {
    if (this.isKnown(field)) {
      const value = this.world.get(field);
      return String(value !== MALFORMED && (value !== undefined) === there);
    }
    const { sql, malformed } = this.column(field);
    return and([`${sql} is ${there ? 'not null' : 'null'}`, ...(malformed && !there ? [`not (${malformed})`] : [])]);
  }

  private compare(field: string, operator: Operator, operand: Extract<Condition, { operator: Operator }>['operand']): string {
    const other = 'variable' in operand ? this.known(operand.variable) : operand.literal;
    if (other === undefined || other === MALFORMED) return 'false';
    if (this.isKnown(field)) {
      const value = this.world.get(field);
      return String(value !== undefined && value !== MALFORMED && compares(operator, value, other));
    }
    const cast = this.cast(field);
    const { sql } = this.column(field);
    const value = cast === 'timestamptz' ? new Date(other as number).toISOString() : other;
    return `(${sql} is not null and ${COMPARE[operator](sql, `${note(this.noted, value)}::${castOfOperand(operator, cast)}`)})`;
  }

  /** Of the person, of the grant, of the moment, or declared: not of the thing. */
  private isKnown(field: string): boolean {
    return !this.columns.has(field) && (field.startsWith('context.') || /^(me|grant|role|now|here)(\.|$)/.test(field));
  }

  private known(variable: string): unknown {
    if (this.columns.has(variable)) throw new Error(`${variable} is stored with things and cannot be compared with them`);
    return this.world.get(variable);
  }

  private column(field: string): Column {
    const column = this.columns.get(field);
    if (!column) throw new Error(`no column is known for ${field}`);
    return column;
  }
}

function castOfOperand(operator: Operator, cast: Cast): string {
  const shape = OPERATORS[operator].with;
  if (shape === 'list') return cast.endsWith('[]') ? cast : `${cast}[]`;
  return shape === 'item' ? 'text' : cast;
}

function and(all: readonly string[]): string {
  if (all.includes('false')) return 'false';
  const real = all.filter((each) => each !== 'true');
  return real.length === 0 ? 'true' : real.length === 1 ? real[0]! : `(${real.join(' and ')})`;
}

function or(all: readonly string[]): string {
  if (all.includes('true')) return 'true';
  const real = all.filter((each) => each !== 'false');
  return real.length === 0 ? 'false' : real.length === 1 ? real[0]! : `(${real.join(' or ')})`;
}
