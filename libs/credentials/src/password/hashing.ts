import { createHmac, randomBytes } from 'node:crypto';
import { parseOptions } from '@node-rs/argon2';
import { Refusal } from '@habilis/kernel';
import type { HashJob } from './hash-worker.ts';
import type { Hashed } from './password.ts';
import { Thread } from './thread.ts';

/**
 * What one guess costs: 19 MiB and two passes, as OWASP and the first recommendation of RFC 9106 for small memories say.
 *
 * Raising them rehashes each password at its next sign-in.
 */
export const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Seconds after which someone turned away by a full queue may well find room. */
const RETRY_AFTER = 2;

export interface HasherOptions {
  /** `[id, secret]`, newest first: the first one is mixed into new hashes, each opens its own. */
  readonly peppers: readonly (readonly [id: string, secret: string])[];
  /** Hashes at once: each takes a core and 19 MiB. */
  readonly atOnce: number;
  /** How many wait at most; more are turned away. */
  readonly waiting: number;
}

/**
 * Hashes passwords with argon2id, a few at a time, each in a thread that gives way to everything else.
 *
 * The queue is bounded: under a storm people are told to come back rather than kept in memory, and everything else the
 * service does keeps its cores.
 */
export class Hasher {
  readonly #peppers: ReadonlyMap<string, string>;
  readonly #current: string;
  readonly #free: Thread<HashJob>[];
  readonly #threads: readonly Thread<HashJob>[];
  readonly #longest: number;
  readonly #queue: ((thread: Thread<HashJob>) => void)[] = [];

  constructor({ peppers, atOnce, waiting }: HasherOptions) {
    if (peppers.length === 0) throw new Error('hashing needs a pepper');
    this.#peppers = new Map(peppers);
    this.#current = peppers[0]![0];
    this.#longest = waiting;
    this.#threads = Array.from({ length: atOnce }, () => new Thread('hash-worker'));
    this.#free = [...this.#threads];
  }

  /** @param plain as `plainPassword` gives it @throws Refusal `sign-in.busy` (busy) */
  async hash(plain: string): Promise<Hashed> {
    const mixed = this.mixed(plain, this.#current);
    return { phc: await this.turn<string>({ do: 'hash', plain: mixed, cost: ARGON2ID }), pepper: this.#current };
  }

  /** @throws Refusal `sign-in.busy` (busy); Error when the pepper is no longer held */
  async verify(plain: string, { phc, pepper }: Hashed): Promise<boolean> {
    const mixed = pepper === null ? plain : this.mixed(plain, pepper);
    return this.turn({ do: 'verify', plain: mixed, phc });
  }

  /** A hash that no password opens, and that takes as long as anyone's to compare with. */
  nobodys(): Hashed {
    const { memoryCost, timeCost, parallelism } = ARGON2ID;
    const [salt, key] = [16, 32].map((bytes) => randomBytes(bytes).toString('base64').replaceAll('=', ''));
    return { phc: `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${salt}$${key}`, pepper: this.#current };
  }

  /** Whether a hash was made with less than what is asked of one today. */
  isOutdated({ phc, pepper }: Hashed): boolean {
    if (pepper !== this.#current || !phc.startsWith('$argon2id$')) return true;
    const { memoryCost, timeCost } = parseOptions(phc);
    return memoryCost < ARGON2ID.memoryCost || timeCost < ARGON2ID.timeCost;
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((each) => each.close()));
  }

  private mixed(plain: string, pepper: string): string {
    const secret = this.#peppers.get(pepper);
    if (secret === undefined) throw new Error(`hashed under the pepper ${pepper}, which is not held`);
    return createHmac('sha256', secret).update(plain).digest('base64');
  }

  private async turn<Result>(job: HashJob): Promise<Result> {
    const thread = this.#free.pop() ?? (await this.inLine());
    try {
      return await thread.ask(job);
    } finally {
      const next = this.#queue.shift();
      if (next) next(thread);
      else this.#free.push(thread);
    }
  }

  private inLine(): Promise<Thread<HashJob>> {
    if (this.#queue.length >= this.#longest) throw new Refusal('sign-in.busy', 'busy', { retryAfter: RETRY_AFTER });
    return new Promise((resolve) => this.#queue.push(resolve));
  }
}
