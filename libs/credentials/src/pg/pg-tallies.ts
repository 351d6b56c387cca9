import { sql, type Database } from '@habilis/database';
import { Refusal, type Clock } from '@habilis/kernel';
import { OWN, Tallies, THROTTLES, type Tally, type ThrottleKind } from '../sign-in/throttle.ts';

const OLD = `guess_tally.since <= $2::timestamptz - interval '24 hours'`;

/**
 * Nothing is counted when one of them is used up: whoever waits is not made to wait longer. Guesses made at once may both find
 * room in one for a single try: the row that counts it lets one through, and what the other counted elsewhere stays counted.
 */
const SPEND = sql(
  'guess_tally.spend-all',
  `with asked as (select * from unnest($1::text[], $3::int[], $4::int[]) as asked (key, free, day)),
     open as (select asked.key from asked left join guess_tally using (key)
       where guess_tally.key is null or ${OLD} or guess_tally.last_at + guess_wait(guess_tally.tries, asked.free, asked.day) <= $2)
   insert into guess_tally (key, tries, since, last_at) select key, 1, $2, $2 from asked
   where (select count(*) from open) = cardinality($1::text[]) order by key
   on conflict (key) do update set tries = case when ${OLD} then 1 else guess_tally.tries + 1 end,
     since = case when ${OLD} then $2 else guess_tally.since end, last_at = $2
   where ${OLD} or guess_tally.last_at + (select guess_wait(guess_tally.tries, free, day) from asked where asked.key = guess_tally.key) <= $2
   returning key, tries`,
);
/** Until the last of them has room again. */
const WAIT = sql(
  'guess_tally.wait-all',
  `select extract(epoch from max(least(last_at + guess_wait(tries, free, day), since + interval '24 hours')) - $2::timestamptz)::float8 as seconds
   from unnest($1::text[], $3::int[], $4::int[]) as asked (key, free, day) join guess_tally using (key)`,
);
/** Those of one person are cleared, those of many given one try back. */
const FORGIVE = sql(
  'guess_tally.forgive',
  `with cleared as (delete from guess_tally where key = any ($1))
   update guess_tally set tries = greatest(tries - 1, 0) where key = any ($2)`,
);
const PURGE = sql('guess_tally.purge', `delete from guess_tally where since < $1::timestamptz - interval '24 hours'`);

/** Counts in PostgreSQL: one row a counter, so that guesses made at once wait for one another and are all counted. */
export class PgTallies extends Tallies {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** In one statement: no connection is held from one to the next, which many guesses could starve everyone of. */
  override async spend(tallies: readonly Tally[]): Promise<readonly ThrottleKind[]> {
    const limits = (limit: 'free' | 'day') => tallies.map(({ kind }) => THROTTLES[kind][limit]);
    const asked = [tallies.map(({ key }) => key), this.clock.now(), limits('free'), limits('day')];
    const counted = await this.db.query<{ key: string; tries: number }>(SPEND, asked);
    if (counted.length < tallies.length) {
      const [row] = await this.db.query<{ seconds: number | null }>(WAIT, asked);
      throw new Refusal('sign-in.slow', 'busy', { retryAfter: Math.max(1, Math.ceil(row?.seconds ?? 60)) });
    }
    const tries = new Map(counted.map((each) => [each.key, each.tries]));
    return tallies.filter(({ kind, key }) => tries.get(key) === THROTTLES[kind].free).map(({ kind }) => kind);
  }

  override async forgive(tallies: readonly Tally[]): Promise<void> {
    const keys = (own: boolean) => tallies.filter(({ kind }) => OWN.has(kind) === own).map(({ key }) => key);
    await this.db.query(FORGIVE, [keys(true), keys(false)]);
  }

  async purge(): Promise<void> {
    await this.db.query(PURGE, [this.clock.now()]);
  }
}
