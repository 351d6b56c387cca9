import { sql, type Database, type Listener } from '@habilis/database';
import type { LivePolicy } from '../policy/live-policy.ts';
import { readPolicy } from '../policy/read-policy.ts';
import { PgPolicies } from './pg-policies.ts';

const NUMBER = sql('policy.number', 'select max(number) as number from policy_publication');
const EVERY_MS = 400;

/**
 * Keeps a replica on the policy in force.
 *
 * A notification brings it at once; the row is asked for every 400 ms besides, so that a cut link delays by less than a second.
 * One that this replica cannot read, because it is older than who published it, allows nothing here until it can.
 */
export class FollowPolicy {
  readonly #store: PgPolicies;
  #number = 0;
  #looking: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly db: Database,
    private readonly live: LivePolicy,
    private readonly report: (error: unknown) => void = () => undefined,
  ) {
    this.#store = new PgPolicies(db);
  }

  /** @throws SettingsError when the policy in force cannot be read: nothing starts without one */
  async start(listener?: Listener): Promise<void> {
    await this.load();
    await listener?.on('policy', () => void this.look());
    this.#timer = setInterval(() => void this.look(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Looks whether another was published, and takes it; never throws. */
  look(): Promise<void> {
    this.#looking ??= this.glance().finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  /** Takes what is in force now: a look that is under way may have seen what was before. */
  async catchUp(): Promise<void> {
    await this.#looking;
    await this.look();
  }

  private async glance(): Promise<void> {
    try {
      const [row] = await this.db.query<{ number: number | null }>(NUMBER);
      if ((row?.number ?? 0) !== this.#number) await this.load();
    } catch (error) {
      this.report(error); // without the database nothing is decided either
    }
  }

  private async load(): Promise<void> {
    const found = await this.#store.inForce();
    if (!found) return;
    try {
      this.live.take(readPolicy(found.version.files).policy);
    } catch (error) {
      this.live.shut();
      throw error;
    } finally {
      this.#number = found.number;
    }
  }
}
