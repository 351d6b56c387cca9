import { sql, type Database } from '@habilis/database';
import type { HeldGrant, Holding } from '../holding.ts';
import { PastHoldings } from '../ports.ts';
import { spansOf, wornBy, type WornRow } from './elevation-rows.ts';
import { toStanding, type StandingRow } from './standing-row.ts';

interface GrantRow extends Omit<HeldGrant, 'from' | 'until' | 'worn' | 'members'> {
  members: string | null;
  from: string;
  until: string | null;
}

interface Row {
  id: string;
  standing: StandingRow;
  grants: GrantRow[];
  worn: WornRow[];
}

/** What each step of a life leads to, as the journal names it. */
const STAGE_OF = `case what
  when 'account.request' then 'requested' when 'account.approve' then 'open' when 'account.open' then 'open' when 'account.enrol' then 'open'
  when 'account.refuse' then 'closed' when 'account.close' then 'closed' when 'account.archive' then 'archived' when 'account.erase' then 'erased'
  when 'account.ask-again' then 'requested' end`;

/** The same for a place: its stage, and until when, after a step `f`. Closing an account ends all of its places. */
const PLACE_AFTER = `
  select case f.what when 'account.enrol' then case when f.details -> 'organisations' ? m.organisation_id then 'active' end
           when 'account.close' then 'ended'
           else case when f.organisation = m.organisation_id then case f.what
             when 'account.request' then 'requested' when 'membership.ask' then 'requested' when 'membership.ask-again' then 'requested'
             when 'account.open' then 'active' when 'account.approve' then 'active' when 'membership.approve' then 'active'
             when 'membership.stay' then 'active' when 'membership.end' then 'active'
             when 'account.refuse' then 'refused' when 'membership.refuse' then 'refused' when 'membership.withdraw' then 'ended' end end end as stage,
    case f.what when 'membership.end' then (f.details ->> 'endsAt')::timestamptz end as until_at`;

/**
 * The places of account `a` as they were at $2.
 *
 * A row tells of one stay, the last: who left and came back was there before, who asked and thought better of it never was.
 */
const PLACES = `
  select m.organisation_id, coalesce(was.stage, m.stage) as stage, case when was.stage is null then m.from_at else least(m.from_at, $2) end as from_at,
    case when was.stage is null then m.until_at else was.until_at end as until_at
  from membership m left join lateral (
    select after.* from fact f cross join lateral (${PLACE_AFTER}) after
    where f.on_id = m.account_id and f.at <= $2 and after.stage is not null
      and exists (select 1 from fact f cross join lateral (${PLACE_AFTER}) later where f.on_id = m.account_id and f.at > $2 and later.stage is not null)
    order by f.at desc, f.seq desc limit 1) was on true
  where m.account_id = a.id`;

/**
 * The rows as they were at $2: what was recorded later is left out, what was lifted, ended or taken back later still holds.
 *
 * Stages are those of the last step the journal knows of, when a later one has come since.
 */
const READ = sql(
  'access.past-holdings',
  `select a.id, jsonb_build_object('id', a.id, 'epoch', a.epoch, 'stage', case
          when exists (select 1 from fact f where f.on_id = a.id and f.at > $2 and (${STAGE_OF}) is not null)
          then coalesce((select ${STAGE_OF} from fact f where f.on_id = a.id and f.at <= $2 and (${STAGE_OF}) is not null order by f.at desc, f.seq desc limit 1), 'requested')
          else a.stage end,
        'holds', (
          select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'organisation', h.organisation_id, 'from', h.from_at,
            'until', h.until_at, 'liftedAt', h.lifted_at, 'why', h.why, 'by', h.by_id)), '[]')
          from hold h where h.account_id = a.id and (h.lifted_at is null or h.lifted_at > $2)),
        'memberships', (
          select coalesce(jsonb_agg(jsonb_build_object('organisation', m.organisation_id,
            'stage', case when m.stage = 'ended' and m.until_at > $2 then 'active' else m.stage end, 'from', m.from_at, 'until', m.until_at)), '[]')
          from (${PLACES}) m),
        'charters', (
          select coalesce(jsonb_agg(jsonb_build_object('organisation', m.organisation_id,
            'versions', (select coalesce(jsonb_agg(jsonb_build_object('version', v.version, 'effectiveAt', v.effective_at)), '[]')
                         from charter_version v where v.organisation_id = m.organisation_id and v.published_at <= $2),
            'accepted', (select coalesce(max(c.version), 0) from charter_answer c where c.account_id = a.id
                         and c.organisation_id = m.organisation_id and c.answer = 'accepted' and c.at <= $2))), '[]')
          from membership m where m.account_id = a.id)) as standing,
   (select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'role', g.role, 'organisation', g.organisation_id, 'from', g.from_at, 'until', g.until_at, 'members', g.members,
       'below', (with recursive tree(id) as (
                   values (g.organisation_id) union select o.id from tree join organisation o on o.parent_id = tree.id)
                 select jsonb_agg(id) from tree),
       'above', (with recursive line(id) as (
                   values (g.organisation_id) union select o.parent_id from line join organisation o on o.id = line.id where o.parent_id is not null)
                 select jsonb_agg(id) from line))), '[]')
     from (
       select id, role, organisation_id, from_at, until_at, null::text as members from role_grant
       where account_id = a.id and granted_at <= $2 and (revoked_at is null or revoked_at > $2)
       union all
       select s.id, s.role, s.organisation_id, greatest(s.from_at, m.from_at), least(s.until_at, m.until_at), s.structure_id
       from (${PLACES}) m join structure_grant s on s.structure_id = m.organisation_id
       where m.stage in ('active', 'ended') and s.approved_at <= $2 and (s.revoked_at is null or s.revoked_at > $2)) g) as grants,
   ${wornBy('a.id', '$2')} as worn
   from account a where a.id = any ($1)`,
);

/** Standing and grants as they were, from the history that their rows keep. */
export class PgPastHoldings extends PastHoldings {
  constructor(private readonly db: Database) {
    super();
  }

  override async readAt(accountIds: readonly string[], t: Date): Promise<ReadonlyMap<string, Holding>> {
    const rows = await this.db.query<Row>(READ, [accountIds, t]);
    return new Map(
      rows.map(({ id, standing, grants, worn }) => [id, { standing: toStanding(standing), grants: grants.map(toHeldGrant(worn)) }]),
    );
  }
}

const toHeldGrant =
  (worn: readonly WornRow[]) =>
  ({ members, ...row }: GrantRow): HeldGrant => ({
    ...row,
    ...(members !== null && { members }),
    from: new Date(row.from),
    until: row.until === null ? null : new Date(row.until),
    worn: spansOf(worn, row.id),
  });
