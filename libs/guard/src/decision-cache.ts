import { LRUCache } from 'lru-cache';
import type { Decision } from './question.ts';

interface Kept {
  readonly decision: Decision;
  readonly epoch: string;
  readonly asked: number;
}

/** What is known of a person: their epoch, and since when; what was asked before says nothing more. */
interface Known {
  readonly epoch: string | undefined;
  readonly since: number;
}

/**
 * Yeses, for about a second.
 *
 * A yes is worth something while its person is of the epoch under which it was given, and for `keep` milliseconds from the
 * instant it was asked, not from the instant it came: it was true when it left. News of a person (another epoch, a
 * no, a sign-out) drops all that was kept of them, and all that is still on its way. A no is never kept: access that is
 * given is felt at once, and each attempt is written down by Habilis.
 */
export class DecisionCache {
  readonly #yes: LRUCache<string, Kept>;
  readonly #people: LRUCache<string, Known>;
  #cleared = -Infinity;

  constructor(
    private readonly keep: number,
    most: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#yes = new LRUCache({ max: most });
    this.#people = new LRUCache({ max: most });
  }

  find(key: string, sub: string): Decision | undefined {
    const kept = this.#yes.get(key);
    if (!kept) return undefined;
    if (this.#people.get(sub)?.epoch === kept.epoch && this.now() < kept.asked + this.keep) return kept.decision;
    this.#yes.delete(key);
    return undefined;
  }

  /** @param asked the instant of `instant()` before the question left */
  learn(key: string, sub: string, asked: number, decision: Decision, epoch: string | undefined): void {
    const since = Math.max(this.#people.get(sub)?.since ?? -Infinity, this.#cleared);
    if (asked < since) return;
    if (epoch === undefined) return this.forget(sub);
    if (this.#people.get(sub)?.epoch !== epoch) this.#people.set(sub, { epoch, since: asked });
    if (decision.allowed && decision.exceptionalUntil === undefined && this.keep > 0) this.#yes.set(key, { decision, epoch, asked });
  }

  /** Drops what is kept of a person; of everyone when nobody is named. */
  forget(sub?: string): void {
    if (sub !== undefined) return void this.#people.set(sub, { epoch: undefined, since: this.now() });
    this.#cleared = this.now();
    this.#people.clear();
    this.#yes.clear();
  }

  /** A clock that never goes back. */
  instant(): number {
    return this.now();
  }
}
