import { LRUCache } from 'lru-cache';

/** What counts points of a key in a window of time. */
export interface Counter {
  /** @throws what a limiter says when there is none left */
  consume(key: string, points: number): Promise<{ readonly msBeforeNext: number } | void>;
}

/** Takes points from a shared count several at a time and spends them here: a sign-in of five requests writes to the count once. */
export class SeveralAtOnce implements Counter {
  /** What is left of the points taken, until the window they were taken in ends. */
  readonly #left = new LRUCache<string, number>({ max: 20_000, noUpdateTTL: true });
  /** Points being taken: whoever asks meanwhile waits for them, and takes none of their own. */
  readonly #taking = new Map<string, Promise<void>>();

  constructor(
    private readonly count: Counter,
    private readonly takes: number,
  ) {}

  async consume(key: string, points: number): Promise<void> {
    if (points > this.takes) return void (await this.count.consume(key, points));
    for (;;) {
      const left = this.#left.get(key) ?? 0;
      if (left >= points) return void this.#left.set(key, left - points);
      await (this.#taking.get(key) ?? this.#take(key));
    }
  }

  #take(key: string): Promise<void> {
    const taking = this.count
      .consume(key, this.takes)
      .then((said) => {
        this.#left.delete(key);
        this.#left.set(key, this.takes, { ttl: Math.max(1, said?.msBeforeNext ?? 0) });
      })
      .finally(() => this.#taking.delete(key));
    this.#taking.set(key, taking);
    return taking;
  }
}
