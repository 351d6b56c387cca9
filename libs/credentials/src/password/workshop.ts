import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Refusal } from '@habilis/kernel';
import type { Guessed, Job } from './guess-worker.ts';

/** The part of a password that is looked at: what comes after makes no password easier. Keeps one look under a second. */
const LOOKED_AT = 40;
const WORDS = 300;
const LONGEST_QUEUE = 20;
/** Dictionaries take some hundred megabytes: they are let go of when nobody has chosen a password for a while. */
const IDLE_MS = 60_000;

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * A thread for what takes long and needs all of a core: guessing at a password, checking a bcrypt hash.
 *
 * Started when needed, ended when idle; its queue is bounded.
 */
export class Workshop {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #last = 0;

  /** How hard a password is to guess for someone who knows these words. @throws Refusal `sign-in.busy` (busy) */
  async guesses(plain: string, words: readonly string[]): Promise<Guessed> {
    const looked = [...plain].slice(0, LOOKED_AT).join('');
    return (await this.run({ do: 'guesses', plain: looked, words: words.slice(0, WORDS) })) as Guessed;
  }

  /** @throws Refusal `sign-in.busy` (busy) */
  async bcrypt(plain: string, hash: string): Promise<boolean> {
    return (await this.run({ do: 'bcrypt', plain, hash })) as boolean;
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  private run(job: Job): Promise<unknown> {
    if (this.#waiting.size >= LONGEST_QUEUE) return Promise.reject(new Refusal('sign-in.busy', 'busy', { retryAfter: 2 }));
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.start());
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, job });
    });
  }

  private start(): Worker {
    // Beside this file, whichever of source and build is running.
    const worker = new Worker(new URL(`./guess-worker${path.extname(import.meta.url)}`, import.meta.url));
    worker.on('message', ({ id, result, error }: { id: number; result?: unknown; error?: string }) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(result);
      else waiting?.reject(new Error(error));
      if (this.#waiting.size === 0) this.#idle = setTimeout(() => void this.close(), IDLE_MS).unref();
    });
    worker.on('error', (error) => this.fail(error as Error));
    worker.unref();
    return worker;
  }

  private fail(error: Error): void {
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
