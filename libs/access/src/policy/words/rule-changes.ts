import type { Policy, PolicyRule } from '../language/policy.ts';
import { conditionsInWords, type Sentence } from './in-words.ts';

/** What was done to a rule or a separation that changes what a role may do. */
export interface RuleChange {
  readonly what: 'rule-added' | 'rule-removed' | 'rule-changed' | 'separation-added' | 'separation-removed';
  readonly rule: Sentence;
  /** The conditions that were asked and are no more. */
  readonly was: readonly Sentence[];
  /** Those that are asked from now on. */
  readonly is: readonly Sentence[];
}

/** Of what a difference is asked about. */
interface Question {
  readonly role: string;
  readonly type: string;
  readonly action: string;
}

/**
 * The changes of rules that a difference comes from, in the words of the policies.
 *
 * For reading only: which answers differ was found from what the conditions mean, this says what was written.
 */
export function ruleChanges(before: Policy, after: Policy, question: Question): RuleChange[] {
  const [was, is] = [before, after].map((policy) => rulesOf(policy, question)) as [Rules, Rules];
  const added = [...is].filter(([id]) => !was.has(id)).map(([, { rule, when }]) => change('rule-added', rule, [], when));
  const removed = [...was].filter(([id]) => !is.has(id)).map(([, { rule }]) => change('rule-removed', rule));
  const changed = [...is].flatMap(([id, { rule, when }]) => {
    const old = was.get(id)?.when ?? when;
    const [dropped, wanted] = [missing(old, when), missing(when, old)];
    return dropped.length + wanted.length > 0 ? [change('rule-changed', rule, dropped, wanted)] : [];
  });
  return [...added, ...removed, ...changed, ...separationChanges(before, after, question)];
}

const change = (
  what: RuleChange['what'],
  { fr, en }: Sentence,
  was: readonly Sentence[] = [],
  is: readonly Sentence[] = [],
): RuleChange => ({ what, rule: { fr, en }, was, is });

const missing = (some: readonly Sentence[], others: readonly Sentence[]) => some.filter(({ fr }) => !others.some((each) => each.fr === fr));

type Rules = ReadonlyMap<string, { readonly rule: PolicyRule; readonly when: readonly Sentence[] }>;

function rulesOf(policy: Policy, { role, type, action }: Question): Rules {
  const rules = policy.roles.get(role)?.rules.filter((each) => each.type === type && each.actions.includes(action)) ?? [];
  return new Map(rules.map((rule) => [rule.id, { rule, when: conditionsInWords(policy, rule) }]));
}

/** Separations hold for all, so that one that comes or goes changes what every role may do. */
function separationChanges(before: Policy, after: Policy, { type, action }: Question): RuleChange[] {
  const here = ({ separations }: Policy) => separations.filter((each) => each.type === type && each.actions.includes(action));
  const only = (policy: Policy, other: Policy, what: RuleChange['what']) =>
    here(policy)
      .filter(({ id }) => !here(other).some((each) => each.id === id))
      .map((each) => change(what, each));
  return [...only(after, before, 'separation-added'), ...only(before, after, 'separation-removed')];
}
