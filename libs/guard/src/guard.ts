import { Unanswered } from './call.ts';
import { DecisionCache } from './decision-cache.ts';
import { Decisions } from './decisions.ts';
import type { Bearer, Decision, Question } from './question.ts';
import { Issuer } from './issuer.ts';
import { readLogoutToken, type Ended } from './logout.ts';
import { Refused } from './refused.ts';
import { settingsOf, type GuardSettings, type Settings } from './settings.ts';
import { isRecognised, type Recognition } from './step-up.ts';
import { Tokens, type Person, type Presented } from './tokens.ts';

/** What an address asks of whoever calls it; the question is built once the person is known. */
export interface Need extends Recognition {
  readonly question?: ((person: Person) => Question | undefined | Promise<Question | undefined>) | undefined;
}

export interface Admission {
  readonly person: Person;
  /** Absent when nothing was asked about. */
  readonly decision?: Decision;
}

/**
 * The door of a portal's back end: who is calling, recognised how, allowed what.
 *
 * It decides nothing and believes nothing for long. Whatever is not a clear yes, from a service that answered in time, is a
 * refusal: an error, a redirection, a page in the place of an answer.
 */
export class Guard {
  readonly #settings: Settings;
  readonly #issuer: Issuer;
  readonly #tokens: Tokens;
  readonly #kept: DecisionCache;
  readonly #decisions: Decisions;

  constructor(settings: GuardSettings) {
    this.#settings = settingsOf(settings);
    this.#issuer = new Issuer(this.#settings);
    this.#tokens = new Tokens(this.#issuer, this.#settings);
    this.#kept = new DecisionCache(this.#settings.keepYes, this.#settings.mostKept);
    this.#decisions = new Decisions(this.#issuer, this.#kept);
  }

  /** Lets a request in, or says why not. @throws Refused */
  async admit(presented: Presented, { question, ...recognition }: Need = {}): Promise<Admission> {
    const person = await this.#believed(() => this.#tokens.check(presented));
    if (!person) throw new Refused('token-not-active');
    if (!isRecognised(person, recognition, Date.now())) throw new Refused('recognise-again', { recognition });
    if (!question) return { person };
    const asked = await question(person);
    if (!asked?.resource.id) throw new Refused('not-allowed');
    const known = person.acr === undefined ? asked : { ...asked, context: { ...asked.context, acr: person.acr } };
    const [decision] = await this.ask({ sub: person.sub, token: presented.token }, [known]);
    if (decision!.reason === 'unanswered') throw new Refused('unanswered');
    if (!decision!.allowed) throw new Refused('not-allowed', { reason: decision!.reason, says: decision!.says });
    return { person, decision: decision! };
  }

  /** Whether a token still holds, without more. @throws Refused `unanswered` */
  async holds(presented: Presented): Promise<boolean> {
    return (await this.#believed(() => this.#tokens.check(presented))) !== undefined;
  }

  /** Many questions about one person, for a list; the answers come in the same order. @throws Refused `unanswered` */
  ask(bearer: Bearer, questions: readonly Question[]): Promise<Decision[]> {
    return this.#believed(() => this.#decisions.ask(bearer, questions));
  }

  /**
   * Hears a back-channel logout, and drops what was kept of the person.
   *
   * @returns whose sessions the portal ends; undefined for what Habilis has not signed: answer 400
   * @throws Refused `unanswered` when its keys cannot be read: answer 503, and Habilis tells again
   */
  async hearLogout(token: string): Promise<Ended | undefined> {
    const ended = await this.#believed(() => readLogoutToken(token, this.#issuer, this.#settings));
    // A session without the name of its person: rather all than one too few.
    if (ended) this.#kept.forget(ended.sub);
    return ended;
  }

  async #believed<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const trouble = error instanceof Error ? error : new Error(String(error));
      this.#settings.report(trouble instanceof Unanswered ? trouble : new Unanswered(trouble.message, undefined, { cause: trouble }));
      throw new Refused('unanswered', {}, { cause: trouble });
    }
  }
}
