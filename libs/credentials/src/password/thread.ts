import path from 'node:path';
import { Worker } from 'node:worker_threads';

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** A thread is let go of, with what it holds in memory, when nobody has asked it anything for a while. */
const IDLE_MS = 60_000;

/**
 * A thread of our own for what needs all of a core: started when it is first asked, ended when idle.
 *
 * It answers in the order of its own work; whoever asks bounds how many wait. A thread that falls over fails those who wait
 * and is started anew by the next.
 */
export class Thread<Job> {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #last = 0;

  /** @param program the name of its file beside this one, without what follows the dot */
  constructor(private readonly program: string) {}

  get waiting(): number {
    return this.#waiting.size;
  }

  ask<Result>(job: Job): Promise<Result> {
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.start());
    const id = ++this.#last;
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      worker.postMessage({ id, job });
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  private start(): Worker {
    // Beside this file, whichever of source and build is running.
    const worker = new Worker(new URL(`./${this.program}${path.extname(import.meta.url)}`, import.meta.url));
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
