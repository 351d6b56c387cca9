import { createHmac } from 'node:crypto';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import { Refusal } from '@habilis/kernel';
import { foreignHash, matchesPbkdf2 } from './foreign-hash.ts';
import type { Hashed } from './password.ts';
import type { Workshop } from './workshop.ts';

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
  /** Where hashes of other programs are checked that would stop the event loop. */
  readonly workshop: Pick<Workshop, 'bcrypt'>;
}

/**
 * Hashes passwords with argon2id, away from the event loop, a few at a time.
 *
 * The queue is bounded: under a storm people are told to come back rather than kept in memory, and everything else the
 * service does keeps its cores.
 */
export class Hasher {
  readonly #peppers: ReadonlyMap<string, string>;
  readonly #current: string;
  readonly #atOnce: number;
  readonly #longest: number;
  readonly #workshop: Pick<Workshop, 'bcrypt'>;
  readonly #queue: (() => void)[] = [];
  #running = 0;

  constructor({ peppers, atOnce, waiting, workshop }: HasherOptions) {
    if (peppers.length === 0) throw new Error('hashing needs a pepper');
    this.#peppers = new Map(peppers);
    this.#current = peppers[0]![0];
    this.#atOnce = atOnce;
    this.#longest = waiting;
    this.#workshop = workshop;
  }

  /** @param plain as `plainPassword` gives it @throws Refusal `sign-in.busy` (busy) */
  async hash(plain: string): Promise<Hashed> {
    const mixed = this.mixed(plain, this.#current);
    return { phc: await this.turn(() => hash(mixed, ARGON2ID)), pepper: this.#current };
  }

  /** @throws Refusal `sign-in.busy` (busy); Error when the pepper is no longer held */
  async verify(plain: string, { phc, pepper }: Hashed): Promise<boolean> {
    const mixed = pepper === null ? plain : this.mixed(plain, pepper);
    return this.turn(() => this.matches(mixed, phc));
  }

  /** argon2 of any kind; bcrypt and PBKDF2 for hashes that came from elsewhere. */
  private async matches(mixed: string, phc: string): Promise<boolean> {
    if (phc.startsWith('$argon2')) return verify(phc, mixed);
    const elsewhere = foreignHash(phc);
    if (elsewhere?.kind === 'bcrypt') return this.#workshop.bcrypt(mixed, phc);
    return elsewhere !== undefined && matchesPbkdf2(mixed, elsewhere);
  }

  /** Whether a hash was made with less than what is asked of one today. */
  isOutdated({ phc, pepper }: Hashed): boolean {
    if (pepper !== this.#current || !phc.startsWith('$argon2id$')) return true;
    const { memoryCost, timeCost } = parseOptions(phc);
    return memoryCost < ARGON2ID.memoryCost || timeCost < ARGON2ID.timeCost;
  }

  private mixed(plain: string, pepper: string): string {
    const secret = this.#peppers.get(pepper);
    if (secret === undefined) throw new Error(`hashed under the pepper ${pepper}, which is not held`);
    return createHmac('sha256', secret).update(plain).digest('base64');
  }

  private async turn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#atOnce) {
      if (this.#queue.length >= this.#longest) throw new Refusal('sign-in.busy', 'busy', { retryAfter: RETRY_AFTER });
      await new Promise<void>((resolve) => this.#queue.push(resolve));
    } else this.#running += 1;
    try {
      return await work();
    } finally {
      // The place goes to the next in line, who is then already counted.
      const next = this.#queue.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
