import { standingOf } from '@habilis/access/pg';
import { sql } from '@habilis/database';
import { personOf } from './people.ts';

const COLUMNS = (of: string) => `${of}.id, ${of}.model, ${of}.payload, ${of}.sealed, ${of}.ended_at is not null as ended,
  extract(epoch from ${of}.consumed_at)::float8 as consumed, extract(epoch from ${of}.expires_at)::float8 as expires`;

const AS_JSON = (of: string) => `case when ${of}.id is not null then json_build_object('id', ${of}.id, 'model', ${of}.model,
  'payload', ${of}.payload, 'sealed', ${of}.sealed, 'ended', ${of}.ended_at is not null, 'consumed', null,
  'expires', extract(epoch from ${of}.expires_at)::float8) end`;

/**
 * A record with all that decides whether it still counts: its grant, its session, the standing of its person.
 *
 * One statement, so that introspection and userinfo cost one and revocation is felt by the very next reading.
 */
const FIND = (name: string, where: string, besides = '') =>
  sql(
    name,
    `select ${COLUMNS('r')}, ${AS_JSON('g')} as grant, ${AS_JSON('s')} as session, ${standingOf('r.account_id')} as standing${besides}
     from oidc_record r
     left join oidc_record g on g.id = r.grant_id
     left join oidc_record s on s.uid = r.session_uid
     where ${where}`,
  );

export const FIND_BY_ID = FIND('oidc.find', 'r.id = $1');
/** For userinfo: with the person whose claims it tells. */
export const FIND_WITH_PERSON = FIND('oidc.find-with-person', 'r.id = $1', `, ${personOf('r.account_id', '$2::timestamptz')} as person`);
export const FIND_BY_UID = FIND('oidc.find-by-uid', 'r.uid = $1');
export const FIND_BY_USER_CODE = FIND('oidc.find-by-user-code', 'r.user_code = $1');

const INSERT = `insert into oidc_record
    (id, model, payload, sealed, account_id, client_id, grant_id, session_uid, uid, user_code, expires_at, epoch)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, to_timestamp($11), (select epoch from account where id = $5))`;

const REPLACE = `payload = excluded.payload, sealed = excluded.sealed, account_id = excluded.account_id, grant_id = excluded.grant_id,
  session_uid = excluded.session_uid, expires_at = excluded.expires_at, epoch = excluded.epoch`;

export const SAVE = sql('oidc.save', `${INSERT} on conflict (id) do update set ${REPLACE}, user_code = excluded.user_code`);

/** A session keeps its row when its cookie changes, and one that ended is not brought back. */
export const SAVE_SESSION = sql(
  'oidc.save-session',
  `${INSERT} on conflict (uid) do update set id = excluded.id, ${REPLACE} where oidc_record.ended_at is null`,
);

/** A code says the standing it was issued under, in the statement that issues it. */
export const SAVE_JUDGED = sql(
  'oidc.save-judged',
  `${INSERT} on conflict (id) do update set ${REPLACE} returning ${standingOf('$5')} as standing`,
);

/**
 * A code with the fact that someone signed in, at once, while the standing that was judged is still the one: whatever
 * narrows access grows the epoch. No row otherwise.
 */
export const SAVE_SIGNED_IN = sql(
  'oidc.save-signed-in',
  `with judged as (select epoch from account where id = $5 and epoch = $12),
   saved as (
     insert into oidc_record (id, model, payload, sealed, account_id, client_id, grant_id, session_uid, uid, user_code, expires_at, epoch)
     select $1::text, $2::text, $3::jsonb, $4::text, $5, $6::text, $7::text, $8::text, $9::text, $10::text, to_timestamp($11::float8), epoch from judged
     on conflict (id) do update set ${REPLACE} returning 1)
   insert into fact (at, what, on_id, by_id, why, organisation, details)
   select $13::timestamptz, 'sign-in.completed', $5, $5, 'signed-in', $14::text, $15::jsonb from saved returning 1`,
);

/** The end of a sign-in, once: a form sent twice writes nothing the second time. */
export const SAVE_REFUSED = sql(
  'oidc.save-refused',
  `${INSERT} on conflict (id) do update set ${REPLACE} where oidc_record.payload #>> '{result,error}' is null returning 1`,
);

/** Uses a record up. Of parallel tries, one row is answered to one of them. */
export const CONSUME = sql(
  'oidc.consume',
  `update oidc_record set consumed_at = $2 where id = $1 and consumed_at is null returning session_uid`,
);

/** A portal that asks whether a sign-in still holds shows that its person is there; asking too late brings nothing back. */
export const KEEP_SESSION = sql(
  'oidc.keep-session',
  `update oidc_record s set expires_at = greatest(s.expires_at,
     least($2::timestamptz + make_interval(secs => $3), to_timestamp((s.payload ->> 'since')::bigint + $4)))
   where s.uid = $1 and s.ended_at is null and s.expires_at > $2`,
);

/** A refresh is a sign of life: its session stays for another idle time, within the longest time there is. */
export const CONSUME_AND_KEEP = sql(
  'oidc.consume-and-keep',
  `with used as (update oidc_record set consumed_at = $2 where id = $1 and consumed_at is null returning session_uid),
   kept as (update oidc_record s set expires_at = greatest(s.expires_at,
       least($2::timestamptz + make_interval(secs => $3), to_timestamp((s.payload ->> 'since')::bigint + $4)))
     from used where s.uid = used.session_uid and s.ended_at is null and s.expires_at > $2)
   select session_uid from used`,
);

export const DESTROY = sql('oidc.destroy', 'delete from oidc_record where id = $1');

/** A portal's own token: what every replica believes of it ends with the transaction. */
export const DESTROY_CALLING = sql(
  'oidc.destroy-calling',
  `with gone as (delete from oidc_record where id = $1 returning id) select pg_notify('oidc_calling', id) from gone`,
);

export const END_SESSION = sql(
  'oidc.end-session',
  `update oidc_record set ended_at = $2, payload = json_build_object('uid', uid), sealed = null
   where id = $1 and ended_at is null returning account_id, uid`,
);

export const REVOKE_GRANT = sql('oidc.revoke-grant', `delete from oidc_record where grant_id = $1 returning model, account_id, client_id`);
export const REVOKE_GRANT_WHOLE = sql(
  'oidc.revoke-grant-whole',
  `delete from oidc_record where grant_id = $1 or id = $1 returning model, account_id, client_id`,
);

/** Takes a few expired rows at a time; replicas skip each other's. */
export const SWEEP = sql(
  'oidc.sweep',
  `with old as (select id from oidc_record where expires_at < $1 order by expires_at limit $2 for update skip locked)
   delete from oidc_record r using old where r.id = old.id returning 1`,
);
