import { sql, type Database, type Tx } from '@habilis/database';
import { Refusal, type Clock } from '@habilis/kernel';
import { OWN, Tallies, THROTTLES, type Tally, type ThrottleKind } from '../sign-in/throttle.ts';

const OLD = `guess_tally.since <= $2::timestamptz - interval '24 hours'`;

/** Nothing is returned for a tally that is used up, and nothing is counted: whoever waits is not made to wait longer. */
const SPEND = sql(
  'guess_tally.spend',
  `insert into guess_tally (key, tries, since, last_at) values ($1, 1, $2, $2)
   on conflict (key) do update set tries = case when ${OLD} then 1 else guess_tally.tries + 1 end,
     since = case when ${OLD} then $2 else guess_tally.since end, last_at = $2
   where ${OLD} or guess_tally.last_at + guess_wait(guess_tally.tries, $3, $4) <= $2
   returning tries`,
);
const WAIT = sql(
  'guess_tally.wait',
  `select extract(epoch from least(last_at + guess_wait(tries, $3, $4), since + interval '24 hours') - $2::timestamptz)::float8 as seconds
   from guess_tally where key = $1`,
);
const CLEAR = sql('guess_tally.clear', 'delete from guess_tally where key = any ($1)');
const GIVE_BACK = sql('guess_tally.give-back', 'update guess_tally set tries = greatest(tries - 1, 0) where key = any ($1)');
const PURGE = sql('guess_tally.purge', `delete from guess_tally where since < $1::timestamptz - interval '24 hours'`);

/** Counts in PostgreSQL: one row a counter, so that guesses made at once wait for one another and are all counted. */
export class PgTallies extends Tallies {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async spend(tallies: readonly Tally[]): Promise<readonly ThrottleKind[]> {
    const at = this.clock.now();
    // All in one transaction and always in one order: a refusal gives back what was counted before it, and none waits in a ring.
    return this.db.transaction(async (tx) => {
      const caught: ThrottleKind[] = [];
      for (const { kind, key } of tallies) {
        const { free, day } = THROTTLES[kind];
        const [row] = await tx.query<{ tries: number }>(SPEND, [key, at, free, day]);
        if (!row) throw await slow(tx, { kind, key }, at);
        if (row.tries === free) caught.push(kind);
      }
      return caught;
    });
  }

  override async forgive(tallies: readonly Tally[]): Promise<void> {
    const keys = (own: boolean) => tallies.filter(({ kind }) => OWN.has(kind) === own).map(({ key }) => key);
    await this.db.query(CLEAR, [keys(true)]);
    if (keys(false).length > 0) await this.db.query(GIVE_BACK, [keys(false)]);
  }

  async purge(): Promise<void> {
    await this.db.query(PURGE, [this.clock.now()]);
  }
}

/** Asked of the same transaction: a second connection for each refused guess would let guesses starve everyone of them. */
async function slow(tx: Tx, { kind, key }: Tally, at: Date): Promise<Refusal> {
  const { free, day } = THROTTLES[kind];
  const [row] = await tx.query<{ seconds: number }>(WAIT, [key, at, free, day]);
  return new Refusal('sign-in.slow', 'busy', { retryAfter: Math.max(1, Math.ceil(row?.seconds ?? 60)) });
}
