import { sql, type Statement } from '@habilis/database';
import type { Stage } from '../account.ts';

/** Who a stage means, as seen from the organisation of a place `m`. */
// prettier-ignore
const AT_STAGE: Record<Stage | 'any', string> = {
  any:       `true`,
  requested: `m.stage = 'requested'`,
  open:      `m.stage = 'active' and (m.until_at is null or m.until_at > asked.now)`,
  departed:  `m.until_at <= asked.now and m.stage in ('active', 'ended') and a.stage = 'open'`,
  closed:    `m.stage in ('ended', 'refused') and a.stage = 'closed'`,
  archived:  `a.stage = 'archived'`,
  erased:    `a.stage = 'erased'`,
};
const NEEDS_ACCOUNT: readonly string[] = ['departed', 'closed', 'archived', 'erased'];

/** The people of a name, in the order of family names: first those whose family name begins so, then those whose given name does. */
const NAMED = {
  family: `m.sort_name >= fold($4) and m.sort_name < fold($4) || chr(1114111)`,
  given: `m.given_sort_name >= fold($4) and m.given_sort_name < fold($4) || chr(1114111)
    and not (m.sort_name >= fold($4) and m.sort_name < fold($4) || chr(1114111))`,
} as const;
export type NamedBy = keyof typeof NAMED;

const KEY = { family: 'm.sort_name', given: 'm.given_sort_name' } as const;

/**
 * Everyone's places; or the places of people held, found from the holds, which are few. `offset 0` keeps the
 * planner to that: it takes the organisation for a small one and would look at everyone.
 */
const PLACES = {
  all: 'membership m',
  held: `(select distinct h.account_id from hold h
      where (h.organisation_id = o.id or h.organisation_id is null) and h.lifted_at is null and h.from_at <= asked.now
        and (h.until_at is null or h.until_at > asked.now) and (asked.kind = 'any' or h.kind = asked.kind)) held,
    lateral (select * from membership p where p.account_id = held.account_id and p.organisation_id = o.id offset 0) m`,
} as const;

/**
 * The keys of one page of people: for each organisation its next lines in the order of an index, then the first
 * of them all.
 *
 * $1 organisations · $2, $3 the last key and id · $4 search · $5 now · $6 lines · $7 kind of hold
 */
function people(stage: Stage | 'any', places: keyof typeof PLACES, by: NamedBy): Statement {
  const key = KEY[by];
  const account = NEEDS_ACCOUNT.includes(stage) ? ', account a' : '';
  const its = account && 'and a.id = m.account_id';
  return sql(
    `people.${by}.${stage}.${places}`,
    `select distinct on (found.key, found.id) found.key, found.id
     from unnest($1::text[]) as o (id), (select $5::timestamptz as now, $7::text as kind) as asked, lateral (
       select ${key} as key, m.account_id as id from ${PLACES[places]} ${account}
       where m.organisation_id = o.id ${its} and (${key}, m.account_id) > ($2, $3) and ${NAMED[by]} and ${AT_STAGE[stage]}
       order by ${key}, m.account_id limit $6) found
     order by found.key, found.id limit $6`,
  );
}

const made = new Map<string, Statement>();

/** Statements are made once for each kind of list: there are few, and each keeps its name to its text. */
export function peopleStatement(stage: Stage | 'any', places: keyof typeof PLACES, by: NamedBy): Statement {
  const name = `${by}.${stage}.${places}`;
  const known = made.get(name) ?? people(stage, places, by);
  made.set(name, known);
  return known;
}

/** $1 organisations · $2 the identifiers it may be. Nobody is found by part of one. */
export const BY_NATIONAL_ID = sql(
  'people.by-national-id',
  `select distinct n.account_id as id from national_id n join membership m on m.account_id = n.account_id
   where n.id = any ($2) and m.organisation_id = any ($1) order by 1`,
);
