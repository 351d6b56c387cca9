import { sql, type Database, type Sealer } from '@habilis/database';
import { Candidates, type CandidateThing, type PeopleSought, type ThingsSought } from '../ports.ts';

/**
 * Those who hold one of the roles now, by themselves or as members of a structure; a grant that is over or taken back is no
 * reason to look at someone.
 *
 * Both are read in the order of pages and no further than one, role by role: a page costs what it shows, however many hold them.
 */
const HOLDERS = sql(
  'candidates.holders',
  `select distinct account_id as id from (
     select held.account_id from unnest($1::text[]) asked(role) cross join lateral (
       select distinct account_id from role_grant
       where role = asked.role and revoked_at is null and from_at <= $2 and (until_at is null or until_at > $2) and account_id > coalesce($3, '')
       order by account_id limit $4) held
     union all (
       select distinct m.account_id from membership m join structure_grant s on s.structure_id = m.organisation_id
       where m.stage = 'active' and m.account_id > coalesce($3, '') and s.role = any ($1) and s.revoked_at is null and s.approved_at is not null
         and s.from_at <= $2 and (s.until_at is null or s.until_at > $2)
       order by m.account_id limit $4)) h
   order by account_id limit $4`,
);
/** Those who take part in the thing now. */
const ENGAGED = sql(
  'candidates.engaged',
  `select distinct account_id as id from engagement
   where thing = $1 and portal = $2 and type = $3 and withdrawn_at is null and from_at <= $4 and (until_at is null or until_at > $4)
     and account_id > coalesce($5, '')
   order by account_id limit $6`,
);
const THINGS = sql(
  'candidates.things',
  `select thing, max(sealed) as sealed, array_agg(distinct purpose) as purposes from engagement
   where account_id = $1 and portal = $2 and type = $3 and thing > coalesce($5, '') and sealed is not null
     and withdrawn_at is null and from_at <= $4 and (until_at is null or until_at > $4)
   group by thing order by thing limit $6`,
);

/** Where the id of a thing is sealed: bound to the thing, so that one moved to another row does not open. */
export const sealedAt = (thing: string): string => `engagement.sealed:${thing}`;

/** Who and what a search may find, by indexed rows. */
export class PgCandidates extends Candidates {
  constructor(
    private readonly db: Database,
    private readonly sealer: Sealer,
  ) {
    super();
  }

  override async people({ portal, roles, thing, at, after, limit }: PeopleSought): Promise<readonly string[]> {
    const rows = thing
      ? await this.db.query<{ id: string }>(ENGAGED, [thing.thing, portal, thing.type, at, after, limit])
      : await this.db.query<{ id: string }>(HOLDERS, [roles, at, after, limit]);
    return rows.map(({ id }) => id);
  }

  override async things({ portal, type, account, at, after, limit }: ThingsSought): Promise<readonly CandidateThing[]> {
    const rows = await this.db.query<{ thing: string; sealed: string; purposes: string[] }>(THINGS, [
      account,
      portal,
      type,
      at,
      after,
      limit,
    ]);
    return rows.map(({ thing, sealed, purposes }) => ({ thing, id: this.sealer.open(sealed, sealedAt(thing)), purposes }));
  }
}
