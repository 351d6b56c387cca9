import type { Logger } from '@habilis/http';

const EVERY_MS = 60_000;

/**
 * Small chores, every minute: what expired goes, a little at a time.
 *
 * Nothing depends on them having run. Replicas may do them at once.
 */
export class Upkeep {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly logger: Logger,
    private readonly chores: readonly (() => Promise<unknown>)[],
  ) {}

  start(): void {
    this.#timer = setInterval(() => void this.round(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  private async round(): Promise<void> {
    for (const chore of this.chores) await chore().catch((error: unknown) => this.logger.warn({ err: error }, 'a chore failed'));
  }
}
