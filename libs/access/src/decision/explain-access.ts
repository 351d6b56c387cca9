import { Refusal, type Caller, type Clock } from '@habilis/kernel';
import { narrowest } from '@habilis/accounts';
import { explain, type Explanation } from './explain.ts';
import type { GrantState } from '../holding.ts';
import type { Question } from './question.ts';
import { variablesOf } from '../policy/language/condition.ts';
import { typeKey, type Cited, type Policy, type PolicyRule } from '../policy/language/policy.ts';
import type { PoliciesInTime } from '../policy/past-policies.ts';
import type { Doors, PastHoldings, Subjects, Ties } from '../ports.ts';
import type { Pseudonyms } from '../pseudonyms.ts';
import { pairKey, type Tie } from '../engagement/tie.ts';

/** A question about someone, now or as of an instant that is over. */
export interface WhyQuestion extends Question {
  readonly account: string;
  /** Whose thing it is; null: Habilis itself. */
  readonly portal: string | null;
  /** Now when absent. */
  readonly at?: Date | undefined;
}

/** What would have to be otherwise, and which roles could see to it. */
export interface Missing {
  readonly what: 'role' | 'elevation' | 'condition' | 'engagement' | 'assurance';
  /** The role that would give it, or whose rule is not met. */
  readonly role: string;
  readonly rule: Cited;
  /** The roles whose holders could give it; empty: the portal, or the person alone. */
  readonly givenBy: readonly string[];
}

export interface WhyAnswer extends Explanation {
  /** `allowed`, `exceptional`, or why not, as coarsely as a portal is told: standing first, then the rules. */
  readonly because: string;
  readonly at: Date;
  readonly policy: string;
  readonly tie: Tie | null;
  readonly missing: readonly Missing[];
  /** Whether the person could open it in an emergency. */
  readonly emergency: boolean;
}

/**
 * Why somebody may, or may not, do this to that: the rule, the grant, the tie; or what is missing and who could give it.
 *
 * For those who may read the person's roles. As of a past instant, it is the same judgement over the rows as they were
 * then, by the policy of that time; the answer names its version.
 *
 * @fr pourquoi, pourquoi pas
 * @source CPAM13.10.4
 */
export class ExplainAccess {
  constructor(
    private readonly policies: PoliciesInTime,
    private readonly past: PastHoldings,
    private readonly ties: Ties,
    private readonly subjects: Subjects,
    private readonly doors: Doors,
    private readonly pseudonyms: Pseudonyms,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws Refusal `account.unknown` (unknown), also for someone the caller may not see; `explain.future` (invalid);
   *   `explain.policy-unreadable` (conflict)
   */
  async run(me: Caller, question: WhyQuestion): Promise<WhyAnswer> {
    const { account, portal, target } = question;
    const now = this.clock.now();
    const at = question.at ?? now;
    if (at > now) throw new Refusal('explain.future', 'invalid');
    const holding = (await this.past.readAt([account], at)).get(account);
    const seen = holding?.standing.memberships.some(({ organisation }) =>
      me.can('read', { type: 'Role', id: 'any', role: 'any', organisation, holder: account }),
    );
    if (!holding || !seen) throw new Refusal('account.unknown', 'unknown', { id: account });
    const policy = question.at ? await this.policies.at(at) : this.policies.now;
    const type = policy.types.get(typeKey(portal, target.type));
    const tie = portal !== null && (type?.engagements || type?.breakGlass) ? await this.tie(portal, account, question, at) : null;
    const door =
      portal === null
        ? undefined
        : { portal, organisation: this.doors.organisationOf(portal), subject: this.subjects.nameFor(portal, account) };
    const explained = explain(policy, holding, { ...question, tie: tie ?? undefined }, at, door);
    const lacking = explained.judgement.allowed ? [] : missing(policy, question, explained);
    const emergency = type?.breakGlass?.may.includes(question.action) ?? false;
    return {
      ...explained,
      because: becauseOf(explained, portal !== null),
      at,
      policy: policy.version,
      tie,
      missing: lacking,
      emergency: emergency && !explained.allowed,
    };
  }

  private async tie(portal: string, account: string, { target }: WhyQuestion, at: Date): Promise<Tie> {
    const pair = { account, type: target.type, thing: this.pseudonyms.of(portal, target.type, target.id) };
    return (await this.ties.between(portal, [pair], at, at)).get(pairKey(pair)) ?? { purposes: [], emergencyUntil: null };
  }
}

/** Each rule that speaks of this action on this type: what of it is not met, through a role that is held or not. */
function missing(policy: Policy, { portal, target, action }: WhyQuestion, { grants, judgement }: Explanation): Missing[] {
  const type = typeKey(portal, target.type);
  const inState = (...states: GrantState[]) => new Set(grants.filter(({ state }) => states.includes(state)).map(({ role }) => role));
  const held = inState('counts', 'holder-limited', 'at-rest');
  const counting = inState('counts', 'holder-limited');
  const rules = [...policy.roles.values()].flatMap((role) =>
    role.rules.filter((rule) => rule.type === type && rule.actions.includes(action)).map((rule) => ({ role, rule })),
  );
  const level = !judgement.allowed && judgement.because === 'assurance';
  const nearer = rules.filter(({ role }) => held.has(role.name));
  return (nearer.length > 0 ? nearer : rules).slice(0, 20).map(({ role, rule }) => {
    if (!held.has(role.name) && !role.implied) return { what: 'role', role: role.name, rule: cited(rule), givenBy: role.grantedBy };
    if (!counting.has(role.name) && !role.implied) return { what: 'elevation', role: role.name, rule: cited(rule), givenBy: [] };
    if (level) return { what: 'assurance', role: role.name, rule: cited(rule), givenBy: [] };
    const engaged = variablesOf(rule.condition).some((name) => name.startsWith('engagement.'));
    return { what: engaged ? 'engagement' : 'condition', role: role.name, rule: cited(rule), givenBy: [] };
  });
}

function becauseOf({ allowed, judgement, limits }: Explanation, atDoor: boolean): string {
  if (allowed) return judgement.allowed && judgement.exceptional ? 'exceptional' : 'allowed';
  if (atDoor && narrowest(limits) !== 'portals') return limits.every(({ kind }) => kind === 'charter') ? 'charter' : 'standing';
  return judgement.allowed ? 'standing' : judgement.because;
}

const cited = ({ id, source, fr, en }: PolicyRule): Cited => ({ id, source, fr, en });
