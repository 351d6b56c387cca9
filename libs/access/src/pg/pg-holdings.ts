import { sql, type Tx } from '@habilis/database';
import type { HeldGrant, Holding } from '../holding.ts';
import { OrganisationTree, type Placed } from '../organisation-tree.ts';
import { Holdings } from '../ports.ts';
import { standingOf, toStanding, type StandingRow } from './standing-row.ts';

interface GrantRow extends Pick<HeldGrant, 'id' | 'role' | 'organisation'> {
  from: string;
  until: string | null;
}

/** What `HOLDING` answers. */
export interface HoldingRow {
  id: string;
  standing: StandingRow;
  grants: GrantRow[];
  professions: string[] | null;
  tree: number;
}

const TREE_VERSION = '(select version from organisation_tree) as tree';

/** The columns that make a Holding of `account a`. Grants that ended more than a day ago are left out; the day is room for clocks that differ. */
export const HOLDING = `
  a.id, ${standingOf('a.id')} as standing, ${TREE_VERSION}, (
    select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'role', g.role, 'organisation', g.organisation_id,
      'from', g.from_at, 'until', g.until_at)), '[]')
    from role_grant g
    where g.account_id = a.id and g.revoked_at is null and (g.until_at is null or g.until_at > now() - interval '1 day')) as grants, (
    select array(select distinct exercise ->> 'profession' from jsonb_array_elements(i.profile -> 'exercises') as exercise)
    from identity i where i.account_id = a.id order by i.last_seen_at desc limit 1) as professions`;

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

const holdingOf = ({ standing, grants, professions }: HoldingRow, tree: OrganisationTree): Holding => ({
  standing: toStanding(standing),
  grants: grants.map(heldIn(tree)),
  ...(professions && { professions }),
});

const heldIn =
  (tree: OrganisationTree) =>
  ({ from, until, ...row }: GrantRow): HeldGrant => ({
    ...row,
    from: new Date(from),
    until: until === null ? null : new Date(until),
    below: tree.below(row.organisation),
    above: tree.above(row.organisation),
  });
