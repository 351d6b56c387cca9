import { sql } from '@habilis/database';

/** $1 organisations · $2 now. One row for each organisation, in the order asked. */
export const UPTAKE = sql(
  'charter.uptake',
  `select o.id as organisation,
     (select count(*)::int from membership m
      where m.organisation_id = o.id and m.stage = 'active' and (m.until_at is null or m.until_at > $2)) as members,
     case when current.version is null then 0 else (select count(*)::int from membership m
      where m.organisation_id = o.id and m.stage = 'active' and (m.until_at is null or m.until_at > $2)
        and not exists (select 1 from charter_answer a where a.organisation_id = o.id and a.version >= current.version
          and a.answer = 'accepted' and a.account_id = m.account_id)) end as owing,
     (select coalesce(jsonb_agg(said), '[]') from (
        select each.version, count(*) filter (where each.accepted)::int as accepted, count(*) filter (where not each.accepted)::int as refused
        from (select a.version, a.account_id, bool_or(a.answer = 'accepted') as accepted
              from charter_answer a where a.organisation_id = o.id group by a.version, a.account_id) each
        group by each.version) said) as answered
   from unnest($1::text[]) with ordinality as o (id, at)
   left join lateral (select max(v.version) as version from charter_version v
     where v.organisation_id = o.id and v.effective_at <= $2) current on true
   order by o.at`,
);
