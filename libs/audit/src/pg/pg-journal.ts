import { appendFact, sql, type Database } from '@habilis/database';
import { Refusal, type Fact } from '@habilis/kernel';
import { ACTS } from '../extent.ts';
import { Journal, MOST_LINES, type RecordedFact, type TimelinePage, type TimelineQuery } from '../journal.ts';

interface Row {
  seq: string;
  at: Date;
  /** `at` to the microsecond, which a Date does not hold. */
  instant: string;
  what: string;
  on_id: string;
  by_id: string;
  why: string;
  source: string | null;
  organisation: string | null;
  details: Record<string, unknown>;
  by_role: string | null;
}

const TOLD_OF_ACTS = ACTS.map((beginning) => `${beginning}%`);

// $1 person · $2, $3 the last instant and number · $4 lines · $5 organisations for acts, $6 for traces · $7 what acts are called · $8 beginnings.
// The role is that of a console: roles of portals (`dossiers:…`) open nobody's sheet.
// `fact.seq`: a bare `seq` would be the text that is given back, and '9' comes after '11'.
const TIMELINE = sql(
  'journal.timeline',
  `select seq::text, at, at::text as instant, what, on_id, by_id, why, source, organisation, details,
     (select g.role from role_grant g where g.account_id = fact.by_id and g.from_at <= fact.at and (g.until_at is null or fact.at < g.until_at)
        and (g.revoked_at is null or fact.at < g.revoked_at) and g.role not like '%:%'
      order by g.organisation_id is distinct from fact.organisation, g.role limit 1) as by_role
   from fact
   where on_id = $1 and (at, seq) < ($2, $3) and ($8::text[] is null or what like any ($8)) and ($5::text[] is null
     or organisation = any ($6) or (organisation is null and $6 <> '{}')
     or (what like any ($7) and (organisation = any ($5) or (organisation is null and $5 <> '{}'))))
   order by fact.at desc, fact.seq desc limit $4`,
);
const PLACES = sql('journal.places', 'select organisation_id as id from membership where account_id = $1 order by 1');
const READ_SINCE = sql(
  'journal.read-since',
  'select 1 from fact where by_id = $1 and at > $2 and on_id = $3 and what = $4 and organisation is not distinct from $5 and why = $6 limit 1',
);

/** The journal in PostgreSQL, read from the month that is asked for. */
export class PgJournal extends Journal {
  constructor(private readonly db: Database) {
    super();
  }

  override async timeline({ on, extent, beginnings, cursor, limit = 50 }: TimelineQuery): Promise<TimelinePage> {
    const lines = Math.min(Math.max(1, Math.trunc(limit)), MOST_LINES);
    const [at, seq] = cursor === undefined ? ['infinity', '0'] : fromCursor(cursor);
    const begun = beginnings?.map((each) => `${each}%`) ?? null;
    const rows = await this.db.query<Row>(TIMELINE, [
      on,
      at,
      seq,
      lines + 1,
      extent?.acts ?? null,
      extent?.traces ?? [],
      TOLD_OF_ACTS,
      begun,
    ]);
    const shown = rows.slice(0, lines);
    const last = shown.at(-1);
    return { items: shown.map(toFact), next: rows.length > lines && last ? toCursor(last) : null };
  }

  override async organisationsOf(accountId: string): Promise<readonly string[]> {
    return (await this.db.query<{ id: string }>(PLACES, [accountId])).map((row) => row.id);
  }

  override async record(fact: Fact, unlessSince: Date): Promise<void> {
    const known = await this.db.query(READ_SINCE, [fact.by, unlessSince, fact.on, fact.what, fact.organisation ?? null, fact.why]);
    if (known.length === 0) await appendFact(this.db, fact);
  }
}

function toFact({ on_id, by_id, by_role, source, organisation, instant: _instant, ...rest }: Row): RecordedFact {
  const about = { ...(source !== null && { source: source as never }), ...(organisation !== null && { organisation }) };
  return { ...rest, on: on_id, by: by_id, ...(by_role !== null && { byRole: by_role }), ...about };
}

const toCursor = ({ instant, seq }: Row) => Buffer.from(`${instant} ${seq}`).toString('base64url');

const CURSOR = /^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d{1,6})?[+-]\d{2}(?::?\d{2})?) (\d{1,18})$/;

function fromCursor(cursor: string): [string, string] {
  const [, at, seq] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (!at || !seq || Number.isNaN(Date.parse(at.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00')))) {
    throw new Refusal('timeline.cursor-malformed', 'invalid');
  }
  return [at, seq];
}
