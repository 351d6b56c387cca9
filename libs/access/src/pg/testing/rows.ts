import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { sql, type Database } from '@habilis/database';

const ORGANISATIONS = sql(
  'seed.organisations',
  `insert into organisation (id, kind, parent_id, name) values
     ('org-cpts', 'community', null, 'CPTS'), ('org-msp', 'structure', 'org-cpts', 'MSP'), ('org-cabinet', 'structure', 'org-cpts', 'Cabinet'),
     ('org-other', 'community', null, 'Ailleurs')`,
);
const PERSON = sql(
  'seed.person',
  `insert into account (id, stage, given_name, family_name, created_at) values ($1, 'open', 'Marie', 'Petit ' || $1, $2)`,
);
const PLACE = sql('seed.place', `insert into membership (account_id, organisation_id, stage, from_at) values ($1, $2, 'active', $3)`);
const GRANT = sql(
  'seed.grant',
  `insert into role_grant (id, account_id, role, organisation_id, from_at, until_at, reason, granted_by, granted_at)
   values ($1, $2, $3, $4, $5, $6, 'new-duties', 'system:seed', $5)`,
);
const LONG_AGO = new Date('2020-01-01T00:00:00Z');

/** A community with two structures, and another community. */
export async function seedOrganisations(db: Database): Promise<void> {
  await db.query(ORGANISATIONS);
}

/** A person with active places, and grants `role@organisation` since long ago, without end unless told. */
export async function seedPerson(
  db: Database,
  id: string,
  places: readonly string[],
  grants: readonly string[] = [],
  until: Date | null = null,
): Promise<void> {
  await db.query(PERSON, [id, LONG_AGO]);
  for (const place of places) await db.query(PLACE, [id, place, LONG_AGO]);
  for (const [index, each] of grants.entries()) {
    const [role, organisation] = each.split('@');
    await db.query(GRANT, [`grant-${id}-${index}`, id, role, organisation, LONG_AGO, until]);
  }
}

const FACTS = sql(
  'test.facts',
  'select what, on_id as "on", by_id as "by", why, source, organisation, details from fact where seq > $1 order by seq',
);

/** The journal since a line of it, in the order it was written. */
export const factsOf = (db: Database, since = 0) =>
  db.query<{ what: string; on: string; by: string; why: string; details: Record<string, unknown> }>(FACTS, [since]);

/** Lets some come upon a row that is held, long enough to wait for one another at it: what they do at once is then done at once. */
export async function whileHeld(db: Database, table: string, id: string, work: () => readonly Promise<unknown>[]): Promise<void> {
  const working = await db.transaction(async (tx) => {
    await tx.query(sql(`test.hold-${table}`, `select 1 from ${table} where id = $1 for update`), [id]);
    const begun = work();
    await setTimeout(200);
    return begun;
  });
  await Promise.all(working);
}

/** What tests write, what rests on others first. */
const WRITTEN = [
  ...['policy_publication', 'policy_version', 'designation', 'derogation', 'role_vacancy', 'review_action', 'review_item', 'review'],
  ...['structure_grant', 'elevation', 'role_request', 'role_grant', 'engagement', 'break_glass', 'charter_answer', 'charter_version'],
  ...['hold', 'identity', 'membership', 'account', 'organisation'],
];

/**
 * Empties what these tests write, as the owner: quicker than one more database. The journal keeps its lines, even from
 * its owner.
 *
 * @returns the last line of the journal
 */
export async function emptyAll(url: string): Promise<number> {
  const owner = new pg.Client(url);
  await owner.connect();
  try {
    await owner.query(WRITTEN.map((table) => `delete from ${table}`).join('; '));
    return Number((await owner.query('select coalesce(max(seq), 0) as seq from fact')).rows[0].seq);
  } finally {
    await owner.end();
  }
}
