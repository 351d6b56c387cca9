import { sql, type Tx } from '@habilis/database';
import type { HeldGrant, Holding } from '../holding.ts';
import { Holdings } from '../ports.ts';
import { toStanding, type StandingRow } from './standing-row.ts';

export interface GrantRow extends Omit<HeldGrant, 'from' | 'until'> {
  from: string;
  until: string | null;
}

/** Grants that ended more than a day ago are left out; the day is room for clocks that differ. */
const READ = sql(
  'access.holdings',
  `select a.id, standing(a.id) as standing, (
     select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'role', g.role, 'organisation', g.organisation_id, 'from', g.from_at, 'until', g.until_at,
       'below', (with recursive tree(id) as (
                   values (g.organisation_id) union select o.id from tree join organisation o on o.parent_id = tree.id)
                 select jsonb_agg(id) from tree),
       'above', (with recursive line(id) as (
                   values (g.organisation_id) union select o.parent_id from line join organisation o on o.id = line.id where o.parent_id is not null)
                 select jsonb_agg(id) from line))), '[]')
     from role_grant g
     where g.account_id = a.id and g.revoked_at is null and (g.until_at is null or g.until_at > now() - interval '1 day')) as grants
   from account a where a.id = any ($1)`,
);

const BELOW = sql(
  'access.below',
  `with recursive tree(root, id) as (
     select id, id from organisation where id = any ($1)
     union select tree.root, o.id from tree join organisation o on o.parent_id = tree.id)
   select root, array_agg(id) as ids from tree group by root`,
);

export class PgHoldings extends Holdings {
  constructor(private readonly db: Tx) {
    super();
  }

  override async read(accountIds: readonly string[]): Promise<ReadonlyMap<string, Holding>> {
    const rows = await this.db.query<{ id: string; standing: StandingRow; grants: GrantRow[] }>(READ, [accountIds]);
    return new Map(rows.map(({ id, standing, grants }) => [id, { standing: toStanding(standing), grants: grants.map(toHeldGrant) }]));
  }

  override async below(organisations: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    if (organisations.length === 0) return new Map();
    const rows = await this.db.query<{ root: string; ids: string[] }>(BELOW, [organisations]);
    return new Map(rows.map(({ root, ids }) => [root, ids]));
  }
}

export const toHeldGrant = (row: GrantRow): HeldGrant => ({
  ...row,
  from: new Date(row.from),
  until: row.until === null ? null : new Date(row.until),
});
