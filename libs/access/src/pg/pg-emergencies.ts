import { appendFact, sql, type Database } from '@habilis/database';
import { Refusal, type Change, type Fact } from '@habilis/kernel';
import type { BreakGlass } from '../break-glass/break-glass.ts';
import { Emergencies, type Counted, type EmergencyCounts, type EmergencyPage } from '../ports.ts';

const COLUMNS = `id, account_id as account, portal, organisation_id as organisation, type, thing, role, motive, assurance, opened_at as "openedAt",
  until_at as until, review_by as "reviewBy", reviewed_at as "reviewedAt", reviewed_by as "reviewedBy", finding`;
const GET = sql('break-glass.get', `select ${COLUMNS} from break_glass where id = $1`);
const OPEN = sql(
  'break-glass.open',
  `insert into break_glass (id, account_id, portal, organisation_id, type, thing, role, motive, assurance, opened_at, until_at, review_by)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
);
const CONCLUDE = sql(
  'break-glass.conclude',
  'update break_glass set reviewed_at = $2, reviewed_by = $3, finding = $4 where id = $1 and reviewed_at is null returning id',
);
/** Those still to be reviewed first, the most urgent on top; then the latest. */
const PAGE = sql(
  'break-glass.page',
  `select ${COLUMNS}, (select count(*)::int from break_glass o where o.account_id = b.account_id and o.opened_at > b.opened_at - interval '90 days'
     and o.opened_at <= b.opened_at) as recent,
     (select count(*)::int from break_glass o where o.account_id = b.account_id and o.finding = 'abuse'
        and o.opened_at > $4::timestamptz - interval '365 days') as abuses
   from break_glass b where organisation_id = any ($1)
   order by reviewed_at is not null, case when reviewed_at is null then review_by end, opened_at desc, id limit $2 offset $3`,
);

/** A few at a time; replicas that tell at once tell of different ones. */
const LATE = sql(
  'break-glass.late',
  `update break_glass set late_told_at = $1 where id in (
     select id from break_glass where reviewed_at is null and late_told_at is null and review_by <= $1 order by id limit 100 for update skip locked)
   returning ${COLUMNS}`,
);
const COUNTS = sql(
  'break-glass.counts',
  `select portal, count(*)::int as opened, count(*) filter (where reviewed_at is null and review_by <= $2)::int as late,
     count(*) filter (where finding = 'justified')::int as justified, count(*) filter (where finding = 'mistake')::int as mistake,
     count(*) filter (where finding = 'abuse')::int as abuse
   from break_glass where organisation_id = any ($1) and opened_at > $2::timestamptz - interval '365 days'
   group by 1 order by 2 desc, 1`,
);

/** Emergencies in PostgreSQL. */
export class PgEmergencies extends Emergencies {
  constructor(private readonly db: Database) {
    super();
  }

  override async get(id: string): Promise<BreakGlass> {
    const [row] = await this.db.query<BreakGlass>(GET, [id]);
    if (!row) throw new Refusal('break-glass.unknown', 'unknown', { id });
    return row;
  }

  override async open({ next, fact }: Change<BreakGlass>): Promise<void> {
    const { id, account, portal, organisation, type, thing, role, motive, assurance, openedAt, until, reviewBy } = next;
    await this.db.transaction(async (tx) => {
      await tx.query(OPEN, [id, account, portal, organisation, type, thing, role, motive, assurance, openedAt, until, reviewBy]);
      await appendFact(tx, fact);
    });
  }

  override async conclude({ next, fact }: Change<BreakGlass>): Promise<void> {
    await this.db.transaction(async (tx) => {
      const done = await tx.query(CONCLUDE, [next.id, next.reviewedAt, next.reviewedBy, next.finding]);
      if (done.length === 0) throw new Refusal('break-glass.reviewed', 'conflict', { id: next.id });
      await appendFact(tx, fact);
    });
  }

  override async tellLate(t: Date, factOf: (entry: BreakGlass) => Fact): Promise<void> {
    await this.db.transaction(async (tx) => {
      for (const each of await tx.query<BreakGlass>(LATE, [t])) await appendFact(tx, factOf(each));
    });
  }

  override async counts(organisations: readonly string[], t: Date): Promise<EmergencyCounts> {
    const portals = await this.db.query<Counted & { portal: string }>(COUNTS, [organisations, t]);
    const sum = (of: keyof Counted) => portals.reduce((all, each) => all + each[of], 0);
    const [opened, late, justified, mistake, abuse] = (['opened', 'late', 'justified', 'mistake', 'abuse'] as const).map(sum);
    return { opened: opened!, late: late!, justified: justified!, mistake: mistake!, abuse: abuse!, portals };
  }

  override async page(organisations: readonly string[], t: Date, limit: number, offset: number): Promise<EmergencyPage> {
    const rows = await this.db.query<BreakGlass & { recent: number; abuses: number }>(PAGE, [organisations, limit + 1, offset, t]);
    return { items: rows.slice(0, limit), more: rows.length > limit };
  }
}
