import { Refusal, type Clock, type Fact } from '@habilis/kernel';
import { narrowest } from '@habilis/accounts';
import type { Denials } from './denials.ts';
import { askerAt, type Asker } from '../holding.ts';
import { judge, malformedIn, type Question } from './judge.ts';
import { typeKey, type Policy } from '../policy/language/policy.ts';
import type { CallingClient, Holdings, Subjects, Ties } from '../ports.ts';
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
    private readonly holdings: Holdings,
    private readonly ties: Ties,
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
    const accounts = await this.accounts(client, asked);
    const [askers, ties] = await Promise.all([this.askers(client, asked, accounts, at), this.tied(client, asked, accounts, at)]);
    const epochs = new Map([...askers.values()].map((each) => [each, this.epochOf(client, each)] as const));
    const verdicts: Verdict[] = [];
    for (const each of asked) {
      const asker = askers.get(nameOf(each.subject));
      const verdict = this.judged(client, each, asker, ties, asker ? epochs.get(asker)! : '');
      verdicts.push(verdict);
      if (!verdict.decision) await this.denials.record(this.factOf(client, each, asker, verdict, at));
      if (semantic === 'deny_on_first_deny' && !verdict.decision) break;
      if (semantic === 'permit_on_first_permit' && verdict.decision) break;
    }
    return verdicts;
  }

  /** Whom the portal means, by the name it gives them; who is nobody is absent. */
  private async accounts({ clientId }: CallingClient, asked: readonly Asked[]): Promise<ReadonlyMap<string, string>> {
    const people = new Map(asked.map(({ subject }) => [nameOf(subject), subject] as const));
    const named = await Promise.all(
      [...people].map(
        async ([name, { type, id }]) => [name, type === 'person' ? await this.subjects.resolve(clientId, id) : undefined] as const,
      ),
    );
    return new Map(named.flatMap(([name, account]) => (account === undefined ? [] : [[name, account] as const])));
  }

  private async askers(
    { clientId, organisation }: CallingClient,
    asked: readonly Asked[],
    accounts: ReadonlyMap<string, string>,
    at: Date,
  ): Promise<ReadonlyMap<string, Asker>> {
    const holdings = await this.holdings.read([...new Set(accounts.values())]);
    const subjects = new Map(asked.map(({ subject }) => [nameOf(subject), subject.id] as const));
    return new Map(
      [...accounts].flatMap(([name, account]) => {
        const holding = holdings.get(account);
        const door = { portal: clientId, organisation, subject: subjects.get(name)! };
        return holding ? [[name, askerAt(holding, this.policy.implied, at, door)] as const] : [];
      }),
    );
  }

  /** What ties them to things, for the types of things whose rules may look at it. */
  private tied(client: CallingClient, asked: readonly Asked[], accounts: ReadonlyMap<string, string>, at: Date) {
    const pairs = asked.flatMap((each) => this.pairOf(client, each, accounts.get(nameOf(each.subject))) ?? []);
    return pairs.length === 0 ? NO_TIES : this.ties.between(client.clientId, pairs, at, at);
  }

  private pairOf({ clientId }: CallingClient, { target }: Asked, account: string | undefined): Pair | undefined {
    const type = this.policy.types.get(typeKey(clientId, target.type));
    if (account === undefined || !(type?.engagements || type?.breakGlass)) return undefined;
    return { account, type: target.type, thing: this.pseudonyms.of(clientId, target.type, target.id) };
  }

  private judged(client: CallingClient, asked: Asked, asker: Asker | undefined, ties: ReadonlyMap<string, Tie>, epoch: string): Verdict {
    const { clientId } = client;
    const fields = malformedIn(this.policy, clientId, asked);
    if (fields.length > 0) return { decision: false, because: 'attributes', fields: fields.slice(0, 10).map(plain) };
    if (!asker) return { decision: false, because: 'standing' };
    if (narrowest(asker.limits) !== 'portals') {
      const limits = asker.limits.map((each) => each.kind);
      return { decision: false, because: limits.every((kind) => kind === 'charter') ? 'charter' : 'standing', limits };
    }
    const pair = this.pairOf(client, asked, asker.id);
    const tie = pair && (ties.get(pairKey(pair)) ?? NO_TIE);
    const judgement = judge(this.policy, asker, clientId, { ...asked, tie });
    if (judgement.allowed) return { decision: true, epoch, ...(judgement.exceptional && { exceptionalUntil: tie!.emergencyUntil! }) };
    return { decision: false, epoch, because: judgement.because, ...('rule' in judgement && { rule: judgement.rule.id }) };
  }

  /** Keyed, so that two portals who compare notes learn nothing; once for each person, however many the questions. */
  private epochOf({ clientId }: CallingClient, { id, epoch }: Asker): string {
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

/** Names of unknown attributes are the sender's words: they are repeated only as far as they look like names. */
const plain = (field: string) => field.replace(/[^\w.-]/g, '?').slice(0, 60);
const nameOf = ({ type, id }: Asked['subject']) => JSON.stringify([type, id]);
const NO_TIE: Tie = { purposes: [], emergencyUntil: null };
const NO_TIES: ReadonlyMap<string, Tie> = new Map();
