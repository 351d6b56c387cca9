import { appendFact, sql, type Database, type Tx } from '@habilis/database';
import type { Kept, Told } from '../engagement/engagement.ts';
import { Engagements, type KeepingOrder } from '../ports.ts';

/** One telling of a portal at a time: two that name the same keys in two orders would wait for each other for ever. */
const LOCK = sql('engagement.lock', `select pg_advisory_xact_lock(hashtextextended('engagement ' || $1, 0))`);
const KNOWN = sql('engagement.known', `select id from account where id = any ($1) and stage <> 'erased'`);

const SAID = `unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::timestamptz[], $10::text[])
  as said(key, account, type, thing, purpose, from_at, until_at, sealed)`;

/** What is no longer as it was said; a withdrawal says nothing at all, and so differs. */
const END = sql(
  'engagement.end',
  `update engagement e set withdrawn_at = $9 from ${SAID}
   where e.portal = $1 and e.key = said.key and e.withdrawn_at is null
     and (e.account_id, e.type, e.thing, e.purpose, e.from_at, e.until_at, e.sealed is null)
       is distinct from (said.account, said.type, said.thing, said.purpose, coalesce(said.from_at, e.from_at), said.until_at, said.sealed is null)
   returning e.key, e.account_id as account`,
);
/** What is still on record is as it was said: its key stops it from being added twice. */
const ADD = sql(
  'engagement.add',
  `insert into engagement (portal, key, account_id, type, thing, purpose, from_at, until_at, recorded_at, sealed)
   select $1, key, account, type, thing, purpose, coalesce(from_at, $9), until_at, $9, sealed from ${SAID} where account is not null
   on conflict (portal, key) where withdrawn_at is null do nothing returning key`,
);
const GROW_EPOCHS = sql(
  'engagement.grow-epochs',
  'select grow_epoch(id) from (select id from unnest($1::text[]) as t(id) order by id) as sorted',
);

/** Engagements in PostgreSQL. */
export class PgEngagements extends Engagements {
  constructor(private readonly db: Database) {
    super();
  }

  override keep(portal: string, told: readonly Told[], order: KeepingOrder): Promise<Kept> {
    return this.db.transaction(async (tx) => {
      await tx.query(LOCK, [portal]);
      const at = order.at();
      const unknown = await unknownOf(tx, told);
      const said = told.filter(({ key }) => !unknown.has(key));
      const values = [portal, ...columns(said), at, sealedOf(said)];
      const ended = await tx.query<{ key: string; account: string }>(END, values);
      const added = new Set((await tx.query<{ key: string }>(ADD, values)).map(({ key }) => key));
      const kept = outcome(said, new Set(ended.map(({ key }) => key)), added, [...unknown]);
      if (ended.length > 0) await tx.query(GROW_EPOCHS, [[...new Set(ended.map(({ account }) => account))]]);
      if (ended.length + added.size > 0) await appendFact(tx, order.fact(kept, at));
      return kept;
    });
  }
}

/** The keys whose person has no account. */
async function unknownOf(tx: Tx, told: readonly Told[]): Promise<ReadonlySet<string>> {
  const people = told.flatMap((each) => ('account' in each ? [each] : []));
  const known = new Set((await tx.query<{ id: string }>(KNOWN, [[...new Set(people.map(({ account }) => account))]])).map(({ id }) => id));
  return new Set(people.filter(({ account }) => !known.has(account)).map(({ key }) => key));
}

function columns(told: readonly Told[]) {
  const column = <T>(pick: (each: Extract<Told, { account: string }>) => T) => told.map((each) => ('account' in each ? pick(each) : null));
  return [
    told.map(({ key }) => key),
    column(({ account }) => account),
    column(({ type }) => type),
    column(({ thing }) => thing),
    column(({ purpose }) => purpose),
    column(({ from }) => from),
    column(({ until }) => until),
  ];
}

const sealedOf = (told: readonly Told[]) => told.map((each) => ('account' in each ? (each.sealed ?? null) : null));

function outcome(told: readonly Told[], ended: ReadonlySet<string>, added: ReadonlySet<string>, unknown: readonly string[]): Kept {
  const where = (was: boolean, is: boolean) => told.map(({ key }) => key).filter((key) => ended.has(key) === was && added.has(key) === is);
  return {
    created: where(false, true),
    changed: where(true, true),
    withdrawn: where(true, false),
    unchanged: where(false, false),
    unknown,
  };
}
