import { sql } from '@habilis/database';

export const REVIEW = `id, organisation_id as organisation, title, roles, structures, silence, deadline, started_at as "startedAt", started_by as "startedBy"`;

/** Days without a sign-in after which a role counts as unused. */
const UNUSED_DAYS = 180;

/** The members of a structure at an instant. */
export const membersOf = (structure: string, t: string) => `
  select m.account_id from membership m
  where m.organisation_id = ${structure} and m.stage = 'active' and m.from_at <= ${t} and (m.until_at is null or m.until_at > ${t})`;

const counts = (of: string) => `${of}.revoked_at is null and (${of}.until_at is null or ${of}.until_at > $3)`;
const inScope = (of: string) => `${of}.organisation_id = any ($1) and (cardinality($2::text[]) = 0 or ${of}.role = any ($2))`;

/**
 * Grants in the scope that count now or will, with what speaks against each: $1 structures, $2 roles (empty: all), $3 now.
 *
 * The strongest reason first: nobody answers for a person without a place there.
 */
const CANDIDATES = `
  select g.id as grant_id, null::text as structure_grant_id, g.account_id, null::text as structure_id, g.organisation_id, g.role, g.until_at,
    case
      when not exists (select 1 from membership m where m.account_id = g.account_id and m.organisation_id = g.organisation_id
                       and m.stage = 'active' and m.from_at <= $3 and (m.until_at is null or m.until_at > $3)) then 'orphan'
      when exists (select 1 from fact f where f.on_id = g.account_id and f.what = 'identity.situation-changed' and f.at > g.granted_at) then 'situation-changed'
      when coalesce(a.last_sign_in_at, g.granted_at) < $3 - interval '${UNUSED_DAYS} days' then 'unused'
    end as proposal
  from role_grant g join account a on a.id = g.account_id
  where ${inScope('g')} and ${counts('g')}
  union all
  select null, s.id, null, s.structure_id, s.organisation_id, s.role, s.until_at,
    case when not exists (${membersOf('s.structure_id', '$3')}) then 'reaches-nobody' end
  from structure_grant s where ${inScope('s')} and s.approved_at is not null and ${counts('s')}`;

export const SCOPE = sql(
  'review.scope',
  `with c as (${CANDIDATES})
   select count(*)::int as items, count(structure_grant_id)::int as shared,
     (select count(*)::int from (
        select account_id from c where account_id is not null
        union select m.account_id from c cross join lateral (${membersOf('c.structure_id', '$3')}) m) p) as people,
     count(*) filter (where proposal = 'unused')::int as unused, count(*) filter (where proposal = 'orphan')::int as orphan,
     count(*) filter (where proposal = 'situation-changed')::int as changed,
     count(*) filter (where proposal = 'reaches-nobody')::int as empty
   from c`,
);

/**
 * Each line with who is asked to review it in order ($4: structures to accounts) and does not hold it: `who`; `first` is who was asked first.
 */
const ASSIGNED = `
  select c.*, a.first, a.who from (${CANDIDATES}) c left join lateral (
    select min(n.account) filter (where n.at = 1) as first,
      array_agg(n.account order by n.at) filter (where case when c.account_id is not null then n.account <> c.account_id
        else n.account not in (${membersOf('c.structure_id', '$3')}) end) as who
    from jsonb_array_elements_text($4::jsonb -> c.organisation_id) with ordinality n(account, at)) a on true`;

/** How many lines fall to each; `own` are those that everyone asked holds. */
export const SHARES = sql(
  'review.shares',
  `select who[1] as account, count(*)::int as items, count(*) filter (where who[1] <> first)::int as passed,
     count(*) filter (where who is null and first is not null)::int as own
   from (${ASSIGNED}) l group by 1 order by 2 desc, 1`,
);
export const COUNTED = sql(
  'review.counted',
  `select organisation_id as organisation, count(*)::int as count from (${CANDIDATES}) c group by 1`,
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
export const LOCK_STRUCTURE_GRANTS = sql(
  'review.lock-structure-grants',
  `select count(*) from (select id from structure_grant where organisation_id = any ($1) and revoked_at is null order by id for update) s`,
);

/** A line holds its grant to the deadline of its review `r` as long as nobody has confirmed it. */
const holdsToDeadline = (line: string) => `r.silence = 'suspend' and not ${line}.spared and ${line}.decision is null`;

/** $4 who is asked, $5 review, $6 spared. Where the grant ends at another review's deadline, the end it had before that one is its own. */
export const ADD_ITEMS = sql(
  'review.add-items',
  `insert into review_item (review_id, grant_id, structure_grant_id, reviewer_id, substitute_id, until_before, spared, proposal)
   select $5, l.grant_id, l.structure_grant_id, l.who[1], l.who[2], case when o.found then o.until_before else l.until_at end,
     l.role = any ($6), l.proposal
   from (${ASSIGNED}) l left join lateral (
     select true as found, i.until_before from review_item i join review r on r.id = i.review_id
     where (i.grant_id = l.grant_id or i.structure_grant_id = l.structure_grant_id) and ${holdsToDeadline('i')} and r.deadline = l.until_at
     limit 1) o on true`,
);

/** What silence suspends ends at the deadline from now on; what ends sooner keeps its end. */
const endAtDeadline = (table: string, id: string) =>
  `update ${table} g set until_at = r.deadline from review_item i join review r on r.id = i.review_id
   where i.review_id = $1 and g.id = i.${id} and not i.spared and g.from_at < r.deadline and (g.until_at is null or g.until_at > r.deadline)`;
export const END_AT_DEADLINE = [
  sql('review.end-at-deadline', endAtDeadline('role_grant', 'grant_id')),
  sql('review.end-structures-at-deadline', endAtDeadline('structure_grant', 'structure_grant_id')),
] as const;

export const GET = sql('review.get', `select ${REVIEW} from review where id = $1`);

export const GRANTS = `left join role_grant g on g.id = i.grant_id left join structure_grant s on s.id = i.structure_grant_id`;
const PLACE = 'coalesce(g.organisation_id, s.organisation_id)';
const REVOKED = 'coalesce(g.revoked_at, s.revoked_at)';

/** What someone sees of a review: the roles of structures they answer for, and those they were named for. $1 structures, $2 who. */
const SEEN = `(${PLACE} = any ($1) or i.reviewer_id = $2 or i.substitute_id = $2)`;

export const OF = sql(
  'review.of',
  `select ${REVIEW} from review v
   where exists (select 1 from review_item i ${GRANTS} where i.review_id = v.id and ${SEEN})
     or exists (select 1 from review_action x where x.review_id = v.id and x.owner_id = $2)
   order by started_at desc, id limit $3 offset $4`,
);

/** The states of `itemState`, read by the database: $4 now. */
const STATE = `
  case when i.decision = 'remove' then 'removed' when ${REVOKED} is not null then 'gone' when i.decision = 'keep' then 'kept'
       when $4 < r.deadline then 'waiting' when r.silence = 'suspend' and not i.spared then 'suspended' else 'left' end`;
const FROM = `from review_item i join review r on r.id = i.review_id ${GRANTS}`;

/** What was found wanting, and of which no action was made. */
const UNPLANNED = `((i.proposal is not null or i.decision = 'remove')
  and not exists (select 1 from review_action x where x.review_id = i.review_id and x.line = i.line))`;

/** $3 reviews. */
export const PROGRESS = sql(
  'review.progress',
  `select i.review_id as review, ${STATE} as state, count(*)::int as count, count(*) filter (where ${UNPLANNED})::int as unplanned
   ${FROM} where i.review_id = any ($3) and ${SEEN} group by 1, 2`,
);

export const CONCERNING = sql(
  'review.concerning',
  `select r.organisation_id as organisation from review r
   where r.deadline > $2 and exists (select 1 from review_item i where i.review_id = r.id and $1 in (i.reviewer_id, i.substitute_id))
   union select r.organisation_id from review_action x join review r on r.id = x.review_id where x.owner_id = $1 and x.closed_at is null`,
);

/** The end that a confirmation gives back: the grant's own, or the deadline of another review in which it still waits or was left. */
const UNTIL_BEFORE = `least(i.until_before, (
  select min(r.deadline) from review_item o join review r on r.id = o.review_id
  where (o.grant_id = i.grant_id or o.structure_grant_id = i.structure_grant_id) and o.review_id <> i.review_id and ${holdsToDeadline('o')}))`;

/** The columns of an item as somebody reads it. @param reader who @param t when */
const itemFor = (reader: string, t: string) => `
  i.review_id as review, i.line as id, i.reviewer_id as reviewer, i.substitute_id as substitute, ${UNTIL_BEFORE} as "untilBefore", i.spared, i.proposal, i.decision, i.why as decided_for,
  i.decided_by as "decidedBy", i.decided_at as "decidedAt", g.account_id, s.structure_id, coalesce(g.role, s.role) as role, ${PLACE} as organisation_id,
  coalesce(g.from_at, s.from_at) as from_at, coalesce(g.until_at, s.until_at) as until_at, coalesce(g.reason, s.reason) as reason,
  coalesce(g.granted_by, s.granted_by) as granted_by, ${REVOKED} as revoked_at, coalesce(g.revoked_by, s.revoked_by) as revoked_by,
  coalesce(g.approved_by, s.approved_by) as approved_by, s.proposed_at, s.approved_at,
  case when s.id is null then 1 else (select count(*)::int from (${membersOf('s.structure_id', t)}) m) end as reaches,
  case when s.id is null then g.account_id = ${reader} else ${reader} in (${membersOf('s.structure_id', t)}) end as own`;

export const PAGE = sql(
  'review.page',
  `select ${itemFor('$2', '$4')} ${FROM} left join account a on a.id = g.account_id
   where i.review_id = $3 and ${SEEN}
     and ($5::text is null or ${STATE} = $5) and ($6::text is null or i.proposal = $6) and ($7::text is null or ${PLACE} = $7)
     and (not $8 or ${UNPLANNED})
   order by ${PLACE}, a.sort_name nulls first, i.line limit $9 offset $10`,
);

/** A line, then what it asks about: $1 review, $2 lines. */
export const LOCK_ITEMS = [
  sql('review.lock-items', 'select line from review_item where review_id = $1 and line = any ($2) order by line for update'),
  sql('review.lock-item-grants', 'select id from role_grant where id = any ($1) order by id for update'),
  sql('review.lock-item-structure-grants', 'select id from structure_grant where id = any ($1) order by id for update'),
] as const;
/** $3 who reads, $4 now. */
export const ITEMS = sql(
  'review.items',
  `select ${itemFor('$3', '$4')} ${FROM} where i.review_id = $1 and i.line = any ($2) order by i.line`,
);
export const HOLDERS = sql('review.holders', 'select distinct account_id from role_grant where id = any ($1)');
export const LOCK_ACCOUNTS = sql('review.lock-accounts', 'select id from account where id = any ($1) order by id for no key update');
export const DECIDE = sql(
  'review.decide',
  'update review_item set decision = $3, why = $4, decided_by = $5, decided_at = $6 where review_id = $1 and line = $2',
);
export const GIVE_BACK = sql('review.give-back', 'update role_grant set until_at = $2 where id = $1 and revoked_at is null');
export const GIVE_BACK_STRUCTURE = sql(
  'review.give-back-structure',
  'update structure_grant set until_at = $2 where id = $1 and revoked_at is null',
);

/** $1 which reminder, $2 now, $3 the deadlines that are near. From the second on, whoever stands in is told too. */
export const REMIND = sql(
  'review.remind',
  `with waiting as (
     select i.review_id, array_agg(distinct n.account) filter (where n.account is not null) as named
     from review_item i ${GRANTS} cross join lateral unnest(array[i.reviewer_id, case when $1 > 1 then i.substitute_id end]) n(account)
     where i.decision is null and ${REVOKED} is null
       and i.review_id in (select id from review where reminders < $1 and deadline > $2 and deadline <= $3) group by 1)
   update review v set reminders = $1 from waiting w where v.id = w.review_id and v.reminders < $1
   returning v.id, v.organisation_id as organisation, v.title, v.roles, v.structures, v.silence, v.deadline, v.started_at as "startedAt",
     v.started_by as "startedBy", w.named`,
);
