import { Refusal, type Clock } from '@habilis/kernel';
import { jsonOf, type Outgoing } from './outgoing.ts';

/** Public keys of an upstream, as a JWK set. */
export interface KeySet {
  readonly keys: readonly Record<string, unknown>[];
}

const FRESH_MS = 10 * 60_000;
/** Keys we can no longer refresh are good for a day: an upstream whose key page is down still signs people in. */
const STALE_MS = 24 * 3_600_000;
/** Refetches for unknown keys: three at once, then one every twenty seconds, whatever the flood. */
const BURST = 3;
const REFILL_MS = 20_000;

/**
 * The keys an upstream signs with.
 *
 * Read when first needed. An unknown `kid` makes them be read again, since keys are rotated without notice, but a
 * flood of made-up ones does not hammer the upstream.
 */
export class SigningKeys {
  #known: { set: KeySet; at: number } | undefined;
  #reading: Promise<KeySet> | undefined;
  #allowance = BURST;
  #allowanceAt = 0;

  constructor(
    private readonly outgoing: Outgoing,
    private readonly clock: Clock,
  ) {}

  /**
   * The keys, with the one asked for if the upstream publishes it.
   *
   * @throws Refusal `upstream.unreachable` (busy) when none was ever read, `upstream.answer-refused` when they are not keys
   */
  async holding(kid: string | undefined, address: string): Promise<KeySet> {
    const now = this.clock.now().getTime();
    const known = this.#known && now - this.#known.at < STALE_MS ? this.#known : undefined;
    const fresh = known !== undefined && now - known.at < FRESH_MS;
    const wanting = kid !== undefined && !known?.set.keys.some((key) => key['kid'] === kid);
    if (known && fresh && !(wanting && this.spend(now))) return known.set;
    this.#reading ??= this.read(address).finally(() => (this.#reading = undefined));
    return this.#reading.catch((error: unknown) => {
      if (known && error instanceof Refusal) return known.set;
      throw error;
    });
  }

  private async read(address: string): Promise<KeySet> {
    const { keys } = jsonOf(await this.outgoing.call(address));
    if (!Array.isArray(keys) || keys.length > 100 || keys.some((key) => typeof key !== 'object' || key === null)) {
      throw new Refusal('upstream.answer-refused', 'forbidden', { cause: 'keys' });
    }
    const set = { keys: keys as Record<string, unknown>[] };
    this.#known = { set, at: this.clock.now().getTime() };
    return set;
  }

  private spend(now: number): boolean {
    this.#allowance = Math.min(BURST, this.#allowance + (now - this.#allowanceAt) / REFILL_MS);
    this.#allowanceAt = now;
    if (this.#allowance < 1) return false;
    this.#allowance -= 1;
    return true;
  }
}
