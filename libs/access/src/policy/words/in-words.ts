import { VARIABLES, type Condition, type Operand, type Variable } from '../language/condition.ts';
import type { Policy, PolicyRule } from '../language/policy.ts';
import type { Field } from '../language/read-condition.ts';
import { ENGLISH, FRENCH, type Idiom, type Speech } from './speech.ts';

export interface Sentence {
  readonly fr: string;
  readonly en: string;
}

type Leaf = Extract<Condition, { operator: string }>;
type Rule = Pick<PolicyRule, 'type' | 'condition'>;

/**
 * The condition of a rule as people read it: sentences that must all hold, in the words of its policy.
 *
 * For reading only; what decides is the condition itself.
 */
export function conditionsInWords(policy: Pick<Policy, 'types' | 'purposes' | 'roles'>, { type, condition }: Rule): Sentence[] {
  const all = linesOf(condition);
  const [french, english] = [FRENCH, ENGLISH].map((speech) => new Telling(policy, type, speech)) as [Telling, Telling];
  return all.map((each) => ({ fr: french.say(each), en: english.say(each) }));
}

/** What must hold together, one line each, however deep it was grouped. */
const linesOf = (condition: Condition): readonly Condition[] => ('all' in condition ? condition.all.flatMap(linesOf) : [condition]);

/** What is said by an idiom, from what is compared and with what. */
// prettier-ignore
const IDIOMS: readonly { readonly idiom: Idiom; readonly operators: readonly Leaf['operator'][]; readonly field?: string; readonly other?: readonly Variable[] }[] = [
  { idiom: 'purpose-is',             operators: ['in', 'eq'],             field: 'context.purpose' },
  { idiom: 'engaged-for',            operators: ['contains', 'meets'],    field: 'engagement.purposes' },
  { idiom: 'granted-under',          operators: ['contains'],             field: 'grant.line' },
  { idiom: 'proved-from',            operators: ['gte'],                  field: 'me.assurance' },
  { idiom: 'in-their-organisations', operators: ['in'],                   other: ['me.organisations'] },
  { idiom: 'in-the-grant',           operators: ['in'],                   other: ['grant.organisations'] },
  { idiom: 'meets-the-grant',        operators: ['meets'],                other: ['grant.organisations'] },
  { idiom: 'is-them',                operators: ['eq'],                   other: ['me.id', 'me.subject'] },
  { idiom: 'has-them',               operators: ['contains'],             other: ['me.id', 'me.subject'] },
  { idiom: 'they-grant-it',          operators: ['in'],                   other: ['role.grants'] },
  { idiom: 'is-past',                operators: ['lt', 'lte'],            other: ['now'] },
  { idiom: 'is-to-come',             operators: ['gt', 'gte'],            other: ['now'] },
];

/** One type of thing, told in one language. */
class Telling {
  constructor(
    private readonly policy: Pick<Policy, 'types' | 'purposes' | 'roles'>,
    private readonly type: string,
    private readonly speech: Speech,
  ) {}

  say(condition: Condition): string {
    const { either, neither, list, known, absent } = this.speech;
    if ('all' in condition) return list(condition.all.map((each) => this.say(each)), 'and'); // prettier-ignore
    if ('any' in condition) return either(condition.any.map((each) => this.say(each)));
    if ('none' in condition) return neither(condition.none.map((each) => this.say(each)));
    if ('exists' in condition) return (condition.exists ? known : absent)(this.name(condition.field));
    return this.compare(condition);
  }

  private compare(leaf: Leaf): string {
    const [it, other] = [this.name(leaf.field), this.operand(leaf)];
    const idiom = IDIOMS.find((each) => matches(each, leaf));
    if (idiom) return this.speech.idioms[idiom.idiom](it, other);
    const { verbs, verbsOfTime } = this.speech;
    // Among things that are listed is one of them or another.
    const operator = leaf.operator === 'in' && 'literal' in leaf.operand ? 'eq' : leaf.operator;
    const ofTime = this.kindOf(leaf.field) === 'instant' && operator in verbsOfTime;
    return `${it} ${ofTime ? verbsOfTime[operator as keyof typeof verbsOfTime] : verbs[operator]} ${other}`;
  }

  private name(field: string): string {
    const { code, declared, itself, quoted, variables } = this.speech;
    if (field === 'id') return itself;
    if (Object.hasOwn(VARIABLES, field)) return variables[field as Variable];
    const said = this.field(field)?.[code];
    if (said) return said;
    return field.startsWith('context.') ? declared(field.slice('context.'.length)) : quoted(field);
  }

  private operand({ field, operand, operator }: Leaf): string {
    if ('variable' in operand) return this.name(operand.variable);
    const texts = literals(operand).map((each) => this.literal(field, each));
    return this.speech.list(texts, operator === 'meets' || operator === 'in' ? 'or' : 'and');
  }

  private literal(field: string, value: string | number | boolean): string {
    const { quoted, boolean, instant, code } = this.speech;
    if (typeof value === 'boolean') return boolean(value);
    if (typeof value === 'number') return this.kindOf(field) === 'instant' ? instant(new Date(value)) : String(value);
    const portal = this.policy.types.get(this.type)?.portal ?? '';
    const known = this.policy.purposes.get(portal)?.[value] ?? this.policy.roles.get(value);
    return quoted(known ? known[code] : value);
  }

  private kindOf(field: string): string | undefined {
    return Object.hasOwn(VARIABLES, field) ? VARIABLES[field as Variable] : this.field(field)?.is;
  }

  private field(field: string): Field | undefined {
    return this.policy.types.get(this.type)?.fields.get(field);
  }
}

function matches({ operators, field, other }: (typeof IDIOMS)[number], leaf: Leaf): boolean {
  if (!operators.includes(leaf.operator)) return false;
  if (field !== undefined) return leaf.field === field;
  return 'variable' in leaf.operand && (other as readonly string[]).includes(leaf.operand.variable);
}

const literals = ({ literal }: Extract<Operand, { literal: unknown }>) => [literal].flat() as (string | number | boolean)[];
