import type { Standing } from '../standing.ts';

type Json<T> = T extends Date ? string : T extends readonly (infer U)[] ? Json<U>[] : T extends object ? { [K in keyof T]: Json<T[K]> } : T;

/** What `standingOf` answers: a Standing whose instants are texts. */
export type StandingRow = Json<Standing>;

/**
 * A Standing in one column, to stand in the statement that reads what it decides about.
 *
 * It gathers and does not judge: instants go out as they are, the judgement is `standingReach`. Holds that ended more
 * than a day ago are left out. Null for an account that does not exist. Text and not the database's function, so that
 * the whole statement is planned once a connection.
 *
 * @param account what names the account in the statement around it: `r.account_id`, `$1`
 */
export const standingOf = (account: string) => `(
  select json_build_object('id', someone.id, 'stage', someone.stage, 'epoch', someone.epoch,
    'holds', (
      select coalesce(json_agg(json_build_object('id', h.id, 'kind', h.kind, 'organisation', h.organisation_id,
        'from', h.from_at, 'until', h.until_at, 'liftedAt', h.lifted_at, 'why', h.why, 'by', h.by_id)), '[]')
      from hold h where h.account_id = someone.id and h.lifted_at is null and (h.until_at is null or h.until_at > now() - interval '1 day')),
    'memberships', (
      select coalesce(json_agg(json_build_object('organisation', m.organisation_id, 'stage', m.stage, 'from', m.from_at, 'until', m.until_at)), '[]')
      from membership m where m.account_id = someone.id),
    'charters', (
      select coalesce(json_agg(json_build_object('organisation', m.organisation_id,
        'versions', (select coalesce(json_agg(json_build_object('version', v.version, 'effectiveAt', v.effective_at)), '[]')
                     from charter_version v where v.organisation_id = m.organisation_id),
        'accepted', (select coalesce(max(c.version), 0) from charter_answer c
                     where c.account_id = someone.id and c.organisation_id = m.organisation_id and c.answer = 'accepted'))), '[]')
      from membership m where m.account_id = someone.id))
  from account someone where someone.id = ${account})`;

const date = (text: string) => new Date(text);
const dateOrNull = (text: string | null) => (text === null ? null : new Date(text));

/** Reads what `standingOf` answered. */
export function toStanding(row: StandingRow): Standing {
  return {
    ...row,
    holds: row.holds.map((each) => ({
      ...each,
      from: date(each.from),
      until: dateOrNull(each.until),
      liftedAt: dateOrNull(each.liftedAt),
    })),
    memberships: row.memberships.map((each) => ({ ...each, from: date(each.from), until: dateOrNull(each.until) })),
    charters: row.charters.map((each) => ({
      ...each,
      versions: each.versions.map((version) => ({ ...version, effectiveAt: date(version.effectiveAt) })),
    })),
  };
}
