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
/** For userinfo: with the person whose claims it tells; $3 are the portals told more than a person's own row has. */
export const FIND_WITH_PERSON = FIND(
  'oidc.find-with-person',
  'r.id = $1',
  `, ${personOf('r.account_id', '$2::timestamptz', 'r.client_id = any ($3::text[])')} as person`,
);
export const FIND_BY_UID = FIND('oidc.find-by-uid', 'r.uid = $1');
export const FIND_BY_USER_CODE = FIND('oidc.find-by-user-code', 'r.user_code = $1');

const INSERT = `insert into oidc_record
    (id, model, payload, sealed, account_id, client_id, grant_id, session_uid, uid, user_code, expires_at, epoch)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, to_timestamp($11), (select epoch from account where id = $5))`;

const COLUMNS_KEPT = '(id, model, payload, sealed, account_id, client_id, grant_id, session_uid, uid, user_code, expires_at, epoch)';
const KEPT = 'kept (id, model, payload, sealed, account_id, client_id, grant_id, session_uid, uid, user_code, expires_at)';

/** One record among several, its values from this number on. */
const row = (from: number) =>
  `($${from}::text, $${from + 1}::text, $${from + 2}::json, $${from + 3}::text, $${from + 4}::text, $${from + 5}::text, $${from + 6}::text,
    $${from + 7}::text, $${from + 8}::text, $${from + 9}::text, to_timestamp($${from + 10}::float8))`;

const REPLACE = `payload = excluded.payload, sealed = excluded.sealed, account_id = excluded.account_id, grant_id = excluded.grant_id,
  session_uid = excluded.session_uid, expires_at = excluded.expires_at, epoch = excluded.epoch`;

export const SAVE = sql('oidc.save', `${INSERT} on conflict (id) do update set ${REPLACE}, user_code = excluded.user_code`);

/** A session keeps its row when its cookie changes, and one that ended is not brought back. */
export const SAVE_SESSION = sql(
  'oidc.save-session',
  `${INSERT} on conflict (uid) where uid is not null do update set id = excluded.id, ${REPLACE} where oidc_record.ended_at is null`,
);

/** A code says the standing it was issued under, in the statement that issues it. */
export const SAVE_JUDGED = sql(
  'oidc.save-judged',
  `${INSERT} on conflict (id) do update set ${REPLACE} returning ${standingOf('$5')} as standing`,
);

/**
 * A code with the fact that someone signed in, and with the grant it is of when that is new, at once, while the standing that was
 * judged is still the one: whatever narrows access grows the epoch. No row otherwise.
 */
const SIGNED_IN = (name: string, rows: string) =>
  sql(
    name,
    `with judged as (select epoch from account where id = $1 and epoch = $2),
     saved as (
       insert into oidc_record ${COLUMNS_KEPT}
       select kept.*, judged.epoch from judged cross join (values ${rows}) ${KEPT}
       on conflict (id) do update set ${REPLACE} returning 1)
     insert into fact (at, what, on_id, by_id, why, organisation, details)
     select $3::timestamptz, 'sign-in.completed', $1, $1, 'signed-in', $4::text, $5::jsonb where exists (select from saved) returning 1`,
  );
export const SAVE_SIGNED_IN = SIGNED_IN('oidc.save-signed-in', row(6));
export const SAVE_GRANTED = SIGNED_IN('oidc.save-granted', `${row(6)}, ${row(17)}`);

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

/** Uses a record up and keeps what is issued for it, both or neither: of parallel tries, one is issued something. */
const REDEEM = (name: string, tokens: number, keeps: boolean) => {
  const first = keeps ? 5 : 3;
  const rows = Array.from({ length: tokens }, (_, n) => row(first + 11 * n)).join(', ');
  const kept = keeps
    ? `, stayed as (update oidc_record s set expires_at = greatest(s.expires_at,
         least($2::timestamptz + make_interval(secs => $3), to_timestamp((s.payload ->> 'since')::bigint + $4)))
       from used where s.uid = used.session_uid and s.ended_at is null and s.expires_at > $2)`
    : '';
  return sql(
    name,
    `with used as (update oidc_record set consumed_at = $2 where id = $1 and consumed_at is null returning session_uid)${kept}
     insert into oidc_record ${COLUMNS_KEPT}
     select kept.*, (select epoch from account where account.id = kept.account_id) from used cross join (values ${rows}) ${KEPT}
     returning 1`,
  );
};

/** A code, for an access token alone, or with a refresh token. */
export const REDEEM_CODE = [REDEEM('oidc.redeem-for-one', 1, false), REDEEM('oidc.redeem', 2, false)] as const;
/** A refresh token, for its successor and an access token; a sign of life, as above. */
export const ROTATE = REDEEM('oidc.rotate', 2, true);

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
