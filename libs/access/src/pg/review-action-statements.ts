import { sql } from '@habilis/database';
import { GRANTS, membersOf } from './review-statements.ts';

/** What someone sees of the actions of a review: those of structures they answer for, or were named for, and those they have to do. $1 structures, $2 who. */
const SEEN = '(x.organisation_id = any ($1) or x.owner_id = $2 or i.reviewer_id = $2 or i.substitute_id = $2)';

const ACTION = `x.id, x.review_id as review, x.organisation_id as organisation, x.line, x.finding, x.task, x.owner_id as owner, x.due_at as "dueAt",
  x.planned_by as "plannedBy", x.planned_at as "plannedAt", x.done, x.given_up as "givenUp", x.closed_by as "closedBy", x.closed_at as "closedAt"`;
const ABOUT = `left join review_item i on i.review_id = x.review_id and i.line = x.line ${GRANTS}`;

/** An action with the line it comes from. @param reader who @param t when */
const actionFor = (reader: string, t: string) => `
  ${ACTION}, i.reviewer_id as reviewer, i.substitute_id as substitute,
  case when i.line is not null then jsonb_build_object('account', g.account_id, 'structure', s.structure_id, 'role', coalesce(g.role, s.role)) end as about,
  coalesce(case when s.id is null then g.account_id = ${reader} else ${reader} in (${membersOf('s.structure_id', t)}) end, false) as own
  from review_action x ${ABOUT}`;

/** The states of `actionState`, read by the database: $4 now. */
const STATE =
  "case when x.done is not null then 'done' when x.given_up is not null then 'given-up' when $4 < x.due_at then 'to-do' else 'late' end";

/** $3 reviews. */
export const PROGRESS = sql(
  'review-action.progress',
  `select x.review_id as review, ${STATE} as state, count(*)::int as count from review_action x ${ABOUT}
   where x.review_id = any ($3) and ${SEEN} group by 1, 2`,
);
/** $5 a state, or null. */
export const PAGE = sql(
  'review-action.page',
  `select ${actionFor('$2', '$4')} where x.review_id = $3 and ${SEEN} and ($5::text is null or ${STATE} = $5)
   order by x.closed_at is not null, x.due_at, x.id limit $6 offset $7`,
);
/** $3 who reads, $4 now. */
export const GET = sql('review-action.get', `select ${actionFor('$3', '$4')} where x.review_id = $1 and x.id = $2`);
export const ADD = sql(
  'review-action.add',
  `insert into review_action (id, review_id, organisation_id, line, finding, task, owner_id, due_at, planned_by, planned_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);
export const CLOSE = sql(
  'review-action.close',
  `update review_action set done = $2, given_up = $3, closed_by = $4, closed_at = $5 where id = $1 and closed_at is null returning id`,
);
/** A few at a time; replicas that tell at once tell of different ones. $2 told since. */
export const LATE = sql(
  'review-action.late',
  `update review_action x set told_late_at = $1 where id in (
     select id from review_action where closed_at is null and due_at <= $1 and (told_late_at is null or told_late_at <= $2)
     order by id limit 100 for update skip locked)
   returning ${ACTION}`,
);
