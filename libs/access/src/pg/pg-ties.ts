import { sql, type Database } from '@habilis/database';
import { Ties } from '../ports.ts';
import { pairKey, type Pair, type Tie } from '../engagement/tie.ts';

const BETWEEN = sql(
  'access.ties',
  `select asked.account, asked.thing,
     (select coalesce(array_agg(distinct e.purpose), '{}') from engagement e
      where e.account_id = asked.account and e.portal = $1 and e.type = asked.type and e.thing = asked.thing
        and e.from_at <= $5 and (e.until_at is null or e.until_at > $5)
        and e.recorded_at <= $6 and (e.withdrawn_at is null or e.withdrawn_at > $6)) as purposes,
     (select max(b.until_at) from break_glass b
      where b.account_id = asked.account and b.portal = $1 and b.type = asked.type and b.thing = asked.thing
        and b.opened_at <= $5 and b.until_at > $5) as "emergencyUntil"
   from unnest($2::text[], $3::text[], $4::text[]) as asked(account, type, thing)`,
);

/** What ties people to things, in PostgreSQL. */
export class PgTies extends Ties {
  constructor(private readonly db: Database) {
    super();
  }

  override async between(portal: string, pairs: readonly Pair[], t: Date, asKnownAt: Date): Promise<ReadonlyMap<string, Tie>> {
    if (pairs.length === 0) return new Map();
    const asked = [pairs.map(({ account }) => account), pairs.map(({ type }) => type), pairs.map(({ thing }) => thing)];
    const rows = await this.db.query<Omit<Pair, 'type'> & Tie>(BETWEEN, [portal, ...asked, t, asKnownAt]);
    return new Map(rows.map(({ account, thing, purposes, emergencyUntil }) => [pairKey({ account, thing }), { purposes, emergencyUntil }]));
  }
}
