import { sql, type Tx } from '@habilis/database';
import type { HeldGrant, Holding } from '../holding.ts';
import { OrganisationTree, type Placed } from '../organisation-tree.ts';
import { Holdings } from '../ports.ts';
import { spansOf, wornBy, type WornRow } from './elevation-rows.ts';
import { standingOf, toStanding, type StandingRow } from './standing-row.ts';

interface GrantRow extends Pick<HeldGrant, 'id' | 'role' | 'organisation'> {
  from: string;
  until: string | null;
  members: string | null;
}

/** What `HOLDING` answers. */
export interface HoldingRow {
  id: string;
  standing: StandingRow;
  grants: GrantRow[];
  professions: string[] | null;
  worn: WornRow[];
  tree: number;
}

const TREE_VERSION = '(select version from organisation_tree) as tree';

/** The columns that make a Holding of `account a`. Grants that ended more than a day ago are left out; the day is room for clocks that differ. */
export const HOLDING = `
  a.id, ${standingOf('a.id')} as standing, ${TREE_VERSION}, (
    select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'role', g.role, 'organisation', g.organisation_id,
      'from', g.from_at, 'until', g.until_at, 'members', g.members)), '[]')
    from (
      select id, role, organisation_id, from_at, until_at, null::text as members from role_grant
      where account_id = a.id and revoked_at is null and (until_at is null or until_at > now() - interval '1 day')
      union all
      select s.id, s.role, s.organisation_id, greatest(s.from_at, m.from_at), least(s.until_at, m.until_at), s.structure_id
      from membership m join structure_grant s on s.structure_id = m.organisation_id
      where m.account_id = a.id and m.stage = 'active' and s.revoked_at is null and s.approved_at is not null
        and (s.until_at is null or s.until_at > now() - interval '1 day')) g) as grants, (
    select array(select distinct exercise ->> 'profession' from jsonb_array_elements(i.profile -> 'exercises') as exercise)
    from identity i where i.account_id = a.id and i.unlinked_at is null order by i.last_seen_at desc limit 1) as professions,
  ${wornBy('a.id')} as worn`;

/** The ordinary case has a statement of its own: PostgreSQL plans a list anew each time, which costs more than reading it. */
const READ_ONE = sql('access.holding', `select ${HOLDING} from account a where a.id = $1`);
const READ_MANY = sql('access.holdings', `select ${HOLDING} from account a where a.id = any ($1)`);

const VERSION = sql('access.tree-version', `select ${TREE_VERSION}`);
const TREE = sql('access.tree', `select ${TREE_VERSION}, id, parent_id as parent from organisation`);

/** Reads holdings; keeps the tree of organisations, and no person. */
export class PgHoldings extends Holdings {
  #tree = new OrganisationTree(0, []);

  constructor(private readonly db: Tx) {
    super();
  }

  override async read(accountIds: readonly string[]): Promise<ReadonlyMap<string, Holding>> {
    if (accountIds.length === 0) return new Map();
    const rows =
      accountIds.length === 1
        ? await this.db.query<HoldingRow>(READ_ONE, accountIds)
        : await this.db.query<HoldingRow>(READ_MANY, [accountIds]);
    return this.of(rows);
  }

  /** The holdings of rows that were read with something else. */
  async of(rows: readonly HoldingRow[]): Promise<ReadonlyMap<string, Holding>> {
    const tree = await this.tree(rows[0]?.tree);
    return new Map(rows.map((row) => [row.id, holdingOf(row, tree)]));
  }

  override async below(organisations: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    if (organisations.length === 0) return new Map();
    const [now] = await this.db.query<Pick<HoldingRow, 'tree'>>(VERSION);
    const tree = await this.tree(now?.tree);
    return new Map(organisations.map((each) => [each, tree.below(each)] as const).filter(([, below]) => below.length > 0));
  }

  /** @param version seen with what the tree is for: an older one is read again */
  private async tree(version = 0): Promise<OrganisationTree> {
    if (this.#tree.version >= version) return this.#tree;
    const rows = await this.db.query<Placed & Pick<HoldingRow, 'tree'>>(TREE);
    return (this.#tree = new OrganisationTree(rows[0]?.tree ?? version, rows));
  }
}

const holdingOf = ({ standing, grants, worn, professions }: HoldingRow, tree: OrganisationTree): Holding => ({
  standing: toStanding(standing),
  grants: grants.map(heldIn(tree, worn)),
  ...(professions && { professions }),
});

const heldIn =
  (tree: OrganisationTree, worn: readonly WornRow[]) =>
  ({ from, until, members, ...row }: GrantRow): HeldGrant => ({
    ...row,
    ...(members !== null && { members }),
    from: new Date(from),
    until: until === null ? null : new Date(until),
    below: tree.below(row.organisation),
    above: tree.above(row.organisation),
    ...(worn.length > 0 && { worn: spansOf(worn, row.id) }),
  });
