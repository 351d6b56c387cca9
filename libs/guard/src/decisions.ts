import { createHash } from 'node:crypto';
import { Unanswered } from './call.ts';
import type { DecisionCache } from './decision-cache.ts';
import type { Issuer } from './issuer.ts';
import type { Bearer, Decision, Question } from './question.ts';

/** As many as Habilis answers in one call. */
const MOST = 1_000;

/** Asks Habilis whether people may do things. OpenID AuthZEN Authorization API 1.0. */
export class Decisions {
  constructor(
    private readonly issuer: Issuer,
    private readonly kept: DecisionCache,
  ) {}

  /** Answers in the order asked. What is not a clear yes is a no. @throws Unanswered */
  async ask(bearer: Bearer, questions: readonly Question[]): Promise<Decision[]> {
    const keyed = questions.map((question) => ({ key: keyOf(bearer, question), question }));
    const told = new Map<string, Decision>();
    const open = () => keyed.filter(({ key }) => !told.has(key) && !this.kept.find(key, bearer.sub));
    // Twice at most: the answers of the first round may bring an epoch under which what was kept is worth nothing.
    for (let round = 0; round < 2; round++) {
      const asking = open();
      for (let from = 0; from < asking.length; from += MOST) await this.#learn(bearer, asking.slice(from, from + MOST), told);
    }
    return keyed.map(({ key }) => told.get(key) ?? this.kept.find(key, bearer.sub) ?? NO_ANSWER);
  }

  async #learn({ sub }: Bearer, asking: readonly { key: string; question: Question }[], told: Map<string, Decision>): Promise<void> {
    const asked = this.kept.instant();
    const answers = await this.#answers(
      sub,
      asking.map(({ question }) => question),
    );
    for (const [at, { key }] of asking.entries()) {
      const { decision, epoch } = read(answers[at]);
      this.kept.learn(key, sub, asked, decision, epoch);
      told.set(key, decision);
    }
  }

  async #answers(sub: string, questions: readonly Question[]): Promise<readonly unknown[]> {
    const subject = { type: 'person', id: sub };
    const asked = questions.map(({ action, resource, context }) => ({ action: { name: action }, resource, ...(context && { context }) }));
    if (asked.length === 1) return [await this.issuer.decide('evaluation', { subject, ...asked[0] })];
    const { evaluations } = await this.issuer.decide('evaluations', { subject, evaluations: asked });
    // Answers go by their place: with one too few, nobody knows which is whose.
    if (!Array.isArray(evaluations) || evaluations.length !== asked.length) throw new Unanswered('not every question was answered');
    return evaluations;
  }
}

const NO_ANSWER: Decision = { allowed: false, reason: 'unanswered' };

function read(answer: unknown): { decision: Decision; epoch?: string | undefined } {
  const { decision, context } = object(answer);
  if (typeof decision !== 'boolean') return { decision: NO_ANSWER };
  const { epoch, reason, reason_user: says, exceptional_until: until } = object(context);
  const told = { epoch: typeof epoch === 'string' && epoch !== '' ? epoch : undefined };
  if (!decision)
    return { ...told, decision: { allowed: false, reason: typeof reason === 'string' ? reason : undefined, says: sentences(says) } };
  return { ...told, decision: { allowed: true, ...(typeof until === 'string' && { exceptionalUntil: new Date(until) }) } };
}

const object = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

function sentences(value: unknown): Readonly<Record<string, string>> | undefined {
  const found = Object.entries(object(value)).filter((each): each is [string, string] => typeof each[1] === 'string');
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

/** The order of names does not change a question; that of a list does. The token is not kept, only what it hashes to. */
const keyOf = ({ sub, token }: Bearer, question: Question): string =>
  createHash('sha256').update(JSON.stringify([token, sub, inOrder(question)])).digest('base64'); // prettier-ignore

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, each]) => [name, inOrder(each)]); // prettier-ignore
}
