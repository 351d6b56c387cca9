import type { Clock } from '@habilis/kernel';

/** Failures in a row after which an upstream is left alone. */
const TOLERATED = 5;
/** How long it is left alone before one call may try again, in milliseconds. */
const PAUSE_MS = 15_000;

/**
 * Stops calling an upstream that does not answer, so that people read why at once instead of waiting for a time-out.
 *
 * After the pause a single call is let through; the others wait for what it finds.
 *
 * @fr disjoncteur
 */
export class Breaker {
  #failures = 0;
  #retryAt = 0;

  constructor(private readonly clock: Clock) {}

  /** Whether a call may be made now. */
  closed(): boolean {
    if (this.#failures < TOLERATED) return true;
    const now = this.clock.now().getTime();
    if (now < this.#retryAt) return false;
    this.#retryAt = now + PAUSE_MS; // this caller is the one that tries
    return true;
  }

  answered(): void {
    this.#failures = 0;
  }

  failed(): void {
    this.#failures += 1;
    if (this.#failures >= TOLERATED) this.#retryAt = this.clock.now().getTime() + PAUSE_MS;
  }
}
