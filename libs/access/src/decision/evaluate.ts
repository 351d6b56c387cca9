import { Refusal, type Clock, type Fact, type Target } from '@habilis/kernel';
import { narrowest } from '@habilis/accounts';
import type { Denials } from './denials.ts';
import { askerAt, type Asker } from '../holding.ts';
import { judge, malformedIn } from './judge.ts';
import type { Question } from './question.ts';
import { typeKey, type Policy } from '../policy/language/policy.ts';
import type { CallingClient, Evidence, Subjects } from '../ports.ts';
import { pairKey, type Pair, type Tie } from '../engagement/tie.ts';
import type { Pseudonyms } from '../pseudonyms.ts';

/** Why a decision is no, as coarsely as a portal needs it. */
export const DENIALS = [
  'standing',
  'charter',
  'unknown-type',
  'no-role',
  'no-need-to-know',
  'assurance',
  'separation',
  'attributes',
] as const;
export type Denial = (typeof DENIALS)[number];

export const SEMANTICS = ['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'] as const;
export type Semantic = (typeof SEMANTICS)[number];

/** A question about a person, as the portal knows them. */
export interface Asked extends Question {
  readonly subject: { readonly type: string; readonly id: string };
}

/**
 * Yes, or no and why; `rule` and `limits` go to the journal, not to the portal.
 *
 * `epoch` is the name, for this portal, of what the answer rests on: it changes with anything that narrows the person's
 * access, and with the policy. It does not change when something ends by itself at its instant.
 */
export type Verdict =
  | { readonly decision: true; readonly epoch: string; readonly exceptionalUntil?: Date }
  | {
      readonly decision: false;
      readonly epoch?: string;
      readonly because: Denial;
      readonly rule?: string;
      readonly limits?: readonly string[];
      readonly fields?: readonly string[];
    };

/**
 * Answers a portal: may this person do this to that thing, now.
 *
 * Standing first, at the doors of the portal's organisation, then the rules. A person who does not exist is answered
 * like one whose access is not open. A portal asks about its own types of things only. Every no is a fact.
 *
 * @fr décision d’accès
 * @source CPAM13.4.1
 */
export class Evaluate {
  constructor(
    private readonly policy: Policy,
    private readonly evidence: Evidence,
    private readonly subjects: Subjects,
    private readonly denials: Denials,
    private readonly pseudonyms: Pseudonyms,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal `access.attributes` (invalid) when an attribute is not declared, or not of its kind */
  async one(client: CallingClient, asked: Asked): Promise<Verdict> {
    const [verdict] = await this.many(client, [asked], 'execute_all');
    if (!verdict!.decision && verdict!.because === 'attributes') {
      throw new Refusal('access.attributes', 'invalid', { fields: (verdict!.fields ?? []).join(', ') });
    }
    return verdict!;
  }

  /**
   * Answers in order, about one instant, with one reading of who the people are.
   *
   * A question whose attributes are malformed is a no among the others. The semantics that stop early answer up to the
   * one that stopped them.
   */
  async many(client: CallingClient, asked: readonly Asked[], semantic: Semantic): Promise<Verdict[]> {
    const at = this.clock.now();
    const posed = await this.pose(client, asked);
    const evidence = await this.weigh(client, posed, at);
    const verdicts: Verdict[] = [];
    for (const each of posed) {
      const known = evidence.get(each.name);
      const verdict = this.judged(client, each, known);
      verdicts.push(verdict);
      if (!verdict.decision) await this.denials.record(this.factOf(client, each.asked, known?.asker, verdict, at));
      if (semantic === 'deny_on_first_deny' && !verdict.decision) break;
      if (semantic === 'permit_on_first_permit' && verdict.decision) break;
    }
    return verdicts;
  }

  /** The questions, with whom and what they are about under our own names. */
  private async pose({ clientId }: CallingClient, asked: readonly Asked[]): Promise<Posed[]> {
    const accounts = new Map<string, Promise<string | undefined>>();
    const things = new Map<string, string>();
    const thingOf = ({ type, id }: Target) => {
      const key = `${type}\0${id}`;
      const known = things.get(key) ?? this.pseudonyms.of(clientId, type, id);
      things.set(key, known);
      return known;
    };
    return Promise.all(
      asked.map(async (each): Promise<Posed> => {
        const { subject, target } = each;
        const name = nameOf(subject);
        if (subject.type === 'person' && !accounts.has(name)) accounts.set(name, this.subjects.resolve(clientId, subject.id));
        const account = await accounts.get(name);
        const type = this.policy.types.get(typeKey(clientId, target.type));
        const tied = account !== undefined && (type?.engagements || type?.breakGlass);
        return { asked: each, name, account, pair: tied ? { account, type: target.type, thing: thingOf(target) } : undefined };
      }),
    );
  }

  /** @returns what is known of each person, by the name that the portal gives them; who is nobody is absent */
  private async weigh({ clientId, organisation }: CallingClient, posed: readonly Posed[], at: Date): Promise<ReadonlyMap<string, Known>> {
    const accounts = [...new Set(posed.flatMap(({ account }) => account ?? []))];
    if (accounts.length === 0) return new Map();
    const { holdings, ties } = await this.evidence.weigh(clientId, accounts, pairsOf(posed), at);
    const known = new Map<string, Known>();
    for (const { asked, name, account = '' } of posed) {
      const holding = holdings.get(account);
      if (!holding || known.has(name)) continue;
      const asker = askerAt(holding, this.policy.implied, at, { portal: clientId, organisation, subject: asked.subject.id });
      known.set(name, { asker, epoch: this.epochOf(clientId, asker), ties });
    }
    return known;
  }

  private judged({ clientId }: CallingClient, { asked, pair }: Posed, known: Known | undefined): Verdict {
    const fields = malformedIn(this.policy, clientId, asked);
    if (fields.length > 0) return { decision: false, because: 'attributes', fields: fields.slice(0, 10).map(plain) };
    if (!known) return { decision: false, because: 'standing' };
    const { asker, epoch, ties } = known;
    if (narrowest(asker.limits) !== 'portals') {
      const limits = asker.limits.map((each) => each.kind);
      return { decision: false, because: limits.every((kind) => kind === 'charter') ? 'charter' : 'standing', limits };
    }
    const tie = pair && (ties.get(pairKey(pair)) ?? NO_TIE);
    const judgement = judge(this.policy, asker, clientId, { ...asked, tie });
    if (judgement.allowed) return { decision: true, epoch, ...(judgement.exceptional && { exceptionalUntil: tie!.emergencyUntil! }) };
    return { decision: false, epoch, because: judgement.because, ...('rule' in judgement && { rule: judgement.rule.id }) };
  }

  /** Keyed, so that two portals who compare notes learn nothing; once for each person, however many the questions. */
  private epochOf(clientId: string, { id, epoch }: Asker): string {
    return this.pseudonyms.of(clientId, 'epoch', `${id} ${epoch} ${this.policy.version}`);
  }

  /** Neither the attributes nor the id of the thing: a journal that names patients' files would be one more file. */
  private factOf(client: CallingClient, asked: Asked, asker: Asker | undefined, verdict: Verdict & { decision: false }, at: Date): Fact {
    const { clientId, organisation } = client;
    const { type, id } = asked.target;
    const { because, rule, limits } = verdict;
    const thing = this.pseudonyms.of(clientId, type, id);
    const stranger = asker ? {} : { subject: this.pseudonyms.of(clientId, nameOf(asked.subject)) };
    const details = {
      action: asked.action,
      type,
      thing,
      policy: this.policy.version,
      ...stranger,
      ...(rule && { rule }),
      ...(limits && { limits }),
    };
    return {
      what: 'decision.denied',
      on: asker?.id ?? `client:${clientId}`,
      by: `client:${clientId}`,
      at,
      why: because,
      source: 'CPAM13.4.1',
      ...(organisation !== null && { organisation }),
      details,
    };
  }
}

/** A question, with what it is about under our own names; without a pair, nothing that ties them would change the answer. */
interface Posed {
  readonly asked: Asked;
  readonly name: string;
  readonly account: string | undefined;
  readonly pair: Pair | undefined;
}

/** Once each: several actions on one thing rest on the same tie. */
const pairsOf = (posed: readonly Posed[]): Pair[] => [
  ...new Map(posed.flatMap(({ pair }) => (pair ? [[pairKey(pair), pair] as const] : []))).values(),
];

/** Who somebody is at the instant of the questions, and what ties people to the things they are about. */
interface Known {
  readonly asker: Asker;
  readonly epoch: string;
  readonly ties: ReadonlyMap<string, Tie>;
}

/** Names of unknown attributes are the sender's words: they are repeated only as far as they look like names. */
const plain = (field: string) => field.replace(/[^\w.-]/g, '?').slice(0, 60);
const nameOf = ({ type, id }: Asked['subject']) => JSON.stringify([type, id]);
const NO_TIE: Tie = { purposes: [], emergencyUntil: null };
