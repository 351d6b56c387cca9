import { appendFact, sql, type Tx } from '@habilis/database';
import { Refusal, type Change } from '@habilis/kernel';
import type { Elevation, Span } from '../elevation/elevation.ts';

/** A role put on, as a statement that reads holdings answers it. */
export interface WornRow {
  readonly grant: string;
  readonly from: string;
  readonly until: string;
}

/** When it ends: at its time, when it was put off, or when something began to hold the person, whatever became of that. */
const END = `least(e.until_at, e.ended_at, (
  select min(h.from_at) from hold h
  where h.account_id = e.account_id and h.from_at >= e.from_at and (h.lifted_at is null or h.lifted_at > h.from_at)))`;

/**
 * The roles that someone has put on, in one column of the statement around it. What was over a day ago is left out.
 *
 * @param account what names the account in the statement around it
 */
export const wornBy = (account: string, since = `now() - interval '1 day'`) => `(
  select coalesce(jsonb_agg(jsonb_build_object('grant', e.grant_id, 'from', e.from_at, 'until', ${END})), '[]')
  from elevation e where e.account_id = ${account} and e.until_at > ${since})`;

/** The times at which the role of a grant was put on. */
export const spansOf = (worn: readonly WornRow[], grant: string): readonly Span[] =>
  worn.filter((each) => each.grant === grant).map(({ from, until }) => ({ from: new Date(from), until: new Date(until) }));

const OF = sql(
  'elevation.of',
  `select id, account_id as account, grant_id as grant, role, organisation_id as organisation, from_at as "from", ${END} as until,
     reason as why, request_id as request, ended_at as "endedAt"
   from elevation e where account_id = $1 order by from_at desc, id limit 200`,
);
const SAVE = sql(
  'elevation.save',
  `insert into elevation (id, account_id, grant_id, role, organisation_id, from_at, until_at, reason, request_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);
const END_NOW = sql('elevation.end', 'update elevation set ended_at = $2 where id = $1 and ended_at is null returning id');

export const readElevationsOf = (db: Tx, account: string): Promise<readonly Elevation[]> => db.query<Elevation>(OF, [account]);

export async function saveElevation(tx: Tx, { next, fact }: Change<Elevation>): Promise<void> {
  const { id, account, grant, role, organisation, from, until, why, request } = next;
  await tx.query(SAVE, [id, account, grant, role, organisation, from, until, why, request]);
  await appendFact(tx, fact);
}

/** @throws Refusal `elevation.over` (conflict) */
export async function endElevation(tx: Tx, { next, fact }: Change<Elevation>): Promise<void> {
  const ended = await tx.query(END_NOW, [next.id, next.endedAt]);
  if (ended.length === 0) throw new Refusal('elevation.over', 'conflict', { elevation: next.id });
  await appendFact(tx, fact);
}
