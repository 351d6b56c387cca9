import { sql } from '@habilis/database';
import { ACCOUNT_COLUMNS } from './account-rows.ts';

/** $1 ids */
export const LINES = sql(
  'people.lines',
  `select ${ACCOUNT_COLUMNS}, a.last_sign_in_at as "lastSignInAt" from account a where a.id = any ($1)`,
);

/** $1 organisations · $2, $3, $4 the last instant, account and organisation · $5 lines */
export const REQUESTS = sql(
  'people.requests',
  `select waiting.*, a.version, a.given_name as "givenName", a.family_name as "familyName", i.upstream, i.profile,
     (select count(*)::int from (select 1 from account t where t.sort_name = a.sort_name and t.id <> a.id limit 10) twins) as namesakes,
     exists (select 1 from quarantine q where q.account_id = a.id and q.settled_at is null) as doubted
   from (
     select found.* from unnest($1::text[]) as o (id), lateral (
       select m.account_id as id, m.organisation_id as organisation, m.from_at as since, m.from_at::text as instant
       from membership m
       where m.organisation_id = o.id and m.stage = 'requested' and (m.from_at, m.account_id, m.organisation_id) > ($2, $3, $4)
       order by m.from_at, m.account_id limit $5) found
     order by found.since, found.id, found.organisation limit $5) waiting
   join account a on a.id = waiting.id
   left join lateral (select upstream, profile from identity where account_id = a.id
     order by unlinked_at is not null, last_seen_at desc limit 1) i on true
   order by waiting.since, waiting.id, waiting.organisation`,
);

const DOUBT_COLUMNS = `q.id, q.doubt, q.account_id as "accountId", q.organisation_id as organisation, q.first_at as since, q.first_at::text as instant,
  q.national_id as "nationalId", q.who ->> 'upstream' as upstream, q.who ->> 'givenName' as "givenName", q.who ->> 'familyName' as "familyName"`;

/** $1 organisations · $2, $3 the last instant and id · $4 lines */
export const DOUBTS = sql(
  'people.doubts',
  `select ${DOUBT_COLUMNS} from unnest($1::text[]) as o (id), lateral (
     select * from quarantine q
     where q.organisation_id = o.id and q.settled_at is null and (q.first_at, q.id) > ($2, $3) order by q.first_at, q.id limit $4) q
   order by q.first_at, q.id limit $4`,
);

/** $1 account */
export const SHEET = sql(
  'people.sheet',
  `select ${ACCOUNT_COLUMNS}, a.created_at as "createdAt", a.last_sign_in_at as "lastSignInAt",
     (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'upstream', i.upstream, 'nationalId', i.national_id, 'profile', i.profile,
        'firstSeenAt', i.created_at, 'lastSeenAt', i.last_seen_at) order by i.created_at), '[]')
      from identity i where i.account_id = a.id and i.unlinked_at is null) as identities
   from account a where a.id = $1`,
);

/** $1 account */
export const DOUBTS_OF = sql(
  'people.doubts-of',
  `select ${DOUBT_COLUMNS} from quarantine q where q.account_id = $1 and q.settled_at is null order by q.first_at limit 20`,
);
