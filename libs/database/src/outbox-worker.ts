import type { Clock } from '@habilis/kernel';
import { type Database, sql } from './database.ts';
import type { Listener } from './listener.ts';

/** Delivers one item. At least once: it may be called again for an item whose acknowledgement was lost. */
export type OutboxHandler = (
  payload: Record<string, unknown>,
  item: { id: string; about: string | null; attempts: number },
) => Promise<void>;

interface Claimed {
  id: string;
  topic: string;
  about: string | null;
  payload: Record<string, unknown>;
  attempts: number;
  created_at: Date;
}

const CLAIM_SECONDS = 30;
const BATCH = 20;
const GIVE_UP_AFTER_MS = 14 * 24 * 3_600_000;

const CLAIM = sql(
  'outbox.claim',
  `update outbox set claimed_until = $1::timestamptz + make_interval(secs => ${CLAIM_SECONDS}), attempts = attempts + 1
   where id in (
     select id from outbox
     where acknowledged_at is null and given_up_at is null and due_at <= $1 and (claimed_until is null or claimed_until <= $1)
       and topic = any ($2)
     order by due_at for update skip locked limit ${BATCH})
   returning id, topic, about, payload, attempts, created_at`,
);
const ACKNOWLEDGE = sql(
  'outbox.acknowledge',
  `update outbox set acknowledged_at = $2, claimed_until = null, last_error = null where id = $1`,
);
const POSTPONE = sql(
  'outbox.postpone',
  `update outbox set due_at = $2, claimed_until = null, last_error = $3, given_up_at = $4 where id = $1`,
);

/** Half a second at first, doubling, a quarter of an hour at most. */
function backoffMs(attempts: number): number {
  return Math.min(500 * 2 ** (attempts - 1), 15 * 60_000);
}

/**
 * Delivers what the outbox owes, as soon as it is owed and for as long as it takes.
 *
 * Replicas share the work by skipping each other's locked rows. A notification wakes it at once; without
 * one it looks every half second, so a cut link delays by that much and loses nothing. What could not be
 * delivered for fourteen days is given up, visibly.
 */
export class OutboxWorker {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = true;
  #lastRound = 0;

  constructor(
    private readonly db: Database,
    private readonly listener: Listener,
    private readonly clock: Clock,
    private readonly handlers: Readonly<Record<string, OutboxHandler>>,
    private readonly report: (error: unknown, item: { id: string; topic: string }) => void = () => undefined,
  ) {}

  async start(): Promise<void> {
    this.#stopped = false;
    await this.listener.on('outbox', () => this.wake());
    this.#timer = setInterval(() => this.wake(), 500);
    this.wake();
  }

  /** Whether a round has ended in the last five seconds. */
  alive(): boolean {
    return !this.#stopped && Date.now() - this.#lastRound < 5_000;
  }

  /** Delivers all that is due now; what another replica holds is left to it. */
  async drain(): Promise<void> {
    this.wake();
    await this.#running;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  private wake(): void {
    this.#again = true;
    this.#running ??= this.rounds().finally(() => (this.#running = undefined));
  }

  private async rounds(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      const claimed = await this.claim();
      await Promise.all(claimed.map((item) => this.deliver(item)));
      if (claimed.length === BATCH) this.#again = true;
    }
  }

  private async claim(): Promise<Claimed[]> {
    try {
      const claimed = await this.db.query<Claimed>(CLAIM, [this.clock.now(), Object.keys(this.handlers)]);
      this.#lastRound = Date.now();
      return claimed;
    } catch {
      return []; // the database is away; the next round tries again
    }
  }

  private async deliver(item: Claimed): Promise<void> {
    try {
      await this.handlers[item.topic]!(item.payload, item);
      await this.db.query(ACKNOWLEDGE, [item.id, this.clock.now()]);
    } catch (error) {
      this.report(error, item);
      await this.postpone(item, error).catch(() => undefined); // the claim runs out by itself
    }
  }

  private async postpone(item: Claimed, error: unknown): Promise<void> {
    const now = this.clock.now();
    const tooLate = now.getTime() - item.created_at.getTime() > GIVE_UP_AFTER_MS;
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    await this.db.query(POSTPONE, [item.id, new Date(now.getTime() + backoffMs(item.attempts)), reason, tooLate ? now : null]);
  }
}
