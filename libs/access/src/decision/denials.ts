import type { Fact } from '@habilis/kernel';
import type { DenialStore } from '../ports.ts';

export interface DenialsOptions {
  /** How long a fact may wait for others before it is written, in milliseconds; 200 unless told. */
  readonly waitMs?: number;
  /** Facts written in one statement, at most; 200 unless told. */
  readonly batch?: number;
  /** Facts that may wait, beyond which answers wait too; 5,000 unless told. */
  readonly room?: number;
  /** Told of a write that failed; it is tried again. */
  readonly report?: (error: unknown, waiting: number) => void;
}

/**
 * Writes the facts of refused decisions, a little after the answer, a few at a time.
 *
 * What is promised: a fact is written within `waitMs` of the answer while the database answers, and tried again until
 * it is; when `room` is full, answers wait, so none is dropped to make place; `stop` returns once all are written. What
 * is not: a process killed outright loses the last `waitMs`. A refusal changes nothing, so its trace may lag; what
 * changes something is written in the transaction of the change.
 */
export class Denials {
  readonly #waitMs: number;
  readonly #batch: number;
  readonly #room: number;
  readonly #report: (error: unknown, waiting: number) => void;
  #waiting: Fact[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;

  constructor(
    private readonly store: DenialStore,
    { waitMs = 200, batch = 200, room = 5_000, report = () => undefined }: DenialsOptions = {},
  ) {
    [this.#waitMs, this.#batch, this.#room, this.#report] = [waitMs, batch, room, report];
  }

  /** Takes a fact; waits only when too many are waiting already. */
  async record(fact: Fact): Promise<void> {
    while (this.#waiting.length >= this.#room) await this.flush().catch(() => pause(this.#waitMs));
    this.#waiting.push(fact);
    if (this.#waiting.length >= this.#batch) void this.flush().catch(() => undefined);
    else this.#later();
  }

  /** Writes all that waits now. @throws whatever the store throws; what could not be written still waits */
  async flush(): Promise<void> {
    while (this.#writing) await this.#writing.catch(() => undefined);
    if (this.#waiting.length === 0) return;
    this.#writing = this.#write().finally(() => (this.#writing = undefined));
    await this.#writing;
  }

  /**
   * Writes all that waits, however often it takes.
   *
   * @param withinMs gives up after so long, and throws with the number of facts that are lost
   */
  async stop(withinMs = 20_000): Promise<void> {
    const deadline = performance.now() + withinMs;
    while (this.#waiting.length > 0) {
      await this.flush().catch(() => pause(this.#waitMs));
      if (this.#waiting.length > 0 && performance.now() > deadline)
        throw new Error(`${this.#waiting.length} refused decisions could not be written`);
    }
    clearTimeout(this.#timer);
  }

  async #write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#waiting.length > 0) {
      const facts = this.#waiting.slice(0, this.#batch);
      try {
        await this.store.write(facts);
      } catch (error) {
        this.#report(error, this.#waiting.length);
        this.#later();
        throw error;
      }
      this.#waiting = this.#waiting.slice(facts.length);
    }
  }

  #later(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.flush().catch(() => undefined);
    }, this.#waitMs);
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
