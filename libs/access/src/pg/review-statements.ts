import { sql } from '@habilis/database';

export const REVIEW = `id, organisation_id as organisation, title, roles, structures, silence, deadline, started_at as "startedAt", started_by as "startedBy"`;

/** Days without a sign-in after which a role counts as unused. */
const UNUSED_DAYS = 180;

/**
 * Grants in the scope that count now or will, with what speaks against each: $1 structures, $2 roles (empty: all), $3 now.
 *
 * The strongest reason first: nobody answers for a person without a place there.
 */
const CANDIDATES = `
  select g.id, g.account_id, g.organisation_id, g.role, g.until_at,
    case
      when not exists (select 1 from membership m where m.account_id = g.account_id and m.organisation_id = g.organisation_id
                       and m.stage = 'active' and m.from_at <= $3 and (m.until_at is null or m.until_at > $3)) then 'orphan'
      when exists (select 1 from fact f where f.on_id = g.account_id and f.what = 'identity.situation-changed' and f.at > g.granted_at) then 'situation-changed'
      when coalesce(a.last_sign_in_at, g.granted_at) < $3 - interval '${UNUSED_DAYS} days' then 'unused'
    end as proposal
  from role_grant g join account a on a.id = g.account_id
  where g.organisation_id = any ($1) and (cardinality($2::text[]) = 0 or g.role = any ($2))
    and g.revoked_at is null and (g.until_at is null or g.until_at > $3)`;

export const SCOPE = sql(
  'review.scope',
  `select count(*)::int as items, count(distinct account_id)::int as people,
     count(*) filter (where proposal = 'unused')::int as unused, count(*) filter (where proposal = 'orphan')::int as orphan,
     count(*) filter (where proposal = 'situation-changed')::int as changed
   from (${CANDIDATES}) c`,
);

export const ADD = sql(
  'review.add',
  `insert into review (id, organisation_id, title, roles, structures, silence, deadline, started_at, started_by)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

/** A grant that ends meanwhile is then on the list with its end, or not on it. $1 structures. */
export const LOCK_GRANTS = sql(
  'review.lock-grants',
  `select count(*) from (select id from role_grant where organisation_id = any ($1) and revoked_at is null order by id for update) g`,
);

/** $4 review, $5 spared, $6 structures, $7 their reviewers. */
export const ADD_ITEMS = sql(
  'review.add-items',
  `insert into review_item (review_id, grant_id, reviewer_id, until_before, spared, proposal)
   select $4, c.id, ($7::text[])[array_position($6::text[], c.organisation_id)], c.until_at, c.role = any ($5), c.proposal
   from (${CANDIDATES}) c
   returning grant_id`,
);

/** What silence suspends ends at the deadline from now on; what ends sooner keeps its end. */
export const END_AT_DEADLINE = sql(
  'review.end-at-deadline',
  `update role_grant g set until_at = r.deadline from review_item i join review r on r.id = i.review_id
   where i.review_id = $1 and g.id = i.grant_id and not i.spared and g.from_at < r.deadline and (g.until_at is null or g.until_at > r.deadline)`,
);

export const GET = sql('review.get', `select ${REVIEW} from review where id = $1`);

/** What someone sees of a review: the roles of structures they answer for, and those they were named for. $1 structures, $2 who. */
const SEEN = '(g.organisation_id = any ($1) or i.reviewer_id = $2)';

export const OF = sql(
  'review.of',
  `select ${REVIEW} from review v
   where exists (select 1 from review_item i join role_grant g on g.id = i.grant_id where i.review_id = v.id and ${SEEN})
   order by started_at desc, id limit $3 offset $4`,
);

/** The states of `itemState`, read by the database: $4 now. */
const STATE = `
  case when i.decision = 'remove' then 'removed' when g.revoked_at is not null then 'gone' when i.decision = 'keep' then 'kept'
       when $4 < r.deadline then 'waiting' when r.silence = 'suspend' and not i.spared then 'suspended' else 'left' end`;
const FROM = `from review_item i join review r on r.id = i.review_id join role_grant g on g.id = i.grant_id`;

export const PROGRESS = sql(
  'review.progress',
  `select ${STATE} as state, count(*)::int as count ${FROM} where i.review_id = $3 and ${SEEN} group by 1`,
);

const ITEM = `i.review_id as review, i.reviewer_id as reviewer, i.until_before as "untilBefore", i.spared, i.proposal, i.decision, i.why,
  i.decided_by as "decidedBy", i.decided_at as "decidedAt",
  g.id as grant_id, g.account_id, g.role, g.organisation_id, g.from_at, g.until_at, g.reason, g.granted_by, g.revoked_at, g.revoked_by, g.approved_by`;

export const PAGE = sql(
  'review.page',
  `select ${ITEM} ${FROM} join account a on a.id = g.account_id
   where i.review_id = $3 and ${SEEN}
     and ($5::text is null or ${STATE} = $5) and ($6::text is null or i.proposal = $6) and ($7::text is null or g.organisation_id = $7)
   order by g.organisation_id, a.sort_name, g.id limit $8 offset $9`,
);

export const LOCK_ITEMS = sql(
  'review.lock-items',
  `select ${ITEM} ${FROM} where i.review_id = $1 and i.grant_id = any ($2) order by g.id for update of i, g`,
);
export const HOLDERS = sql('review.holders', 'select distinct account_id from role_grant where id = any ($1)');
export const LOCK_ACCOUNTS = sql('review.lock-accounts', 'select id from account where id = any ($1) order by id for no key update');
export const DECIDE = sql(
  'review.decide',
  'update review_item set decision = $3, why = $4, decided_by = $5, decided_at = $6 where review_id = $1 and grant_id = $2',
);
export const GIVE_BACK = sql('review.give-back', 'update role_grant set until_at = $2 where id = $1 and revoked_at is null');

/** $1 which reminder, $2 now, $3 the deadlines that are near. */
export const REMIND = sql(
  'review.remind',
  `with waiting as (
     select i.review_id, array_agg(distinct i.reviewer_id) filter (where i.reviewer_id is not null) as named
     from review_item i join role_grant g on g.id = i.grant_id
     where i.decision is null and g.revoked_at is null
       and i.review_id in (select id from review where reminders < $1 and deadline > $2 and deadline <= $3) group by 1)
   update review v set reminders = $1 from waiting w where v.id = w.review_id and v.reminders < $1
   returning v.id, v.organisation_id as organisation, v.title, v.roles, v.structures, v.silence, v.deadline, v.started_at as "startedAt",
     v.started_by as "startedBy", w.named`,
);
