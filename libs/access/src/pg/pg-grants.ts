import { Refusal } from '@habilis/kernel';
import { appendFact, sql, type Database, type Tx } from '@habilis/database';
import type { Elevation } from '../elevation/elevation.ts';
import type { Grant, GrantReason } from '../grant/grant.ts';
import { Grants, type Holdings, type GrantDesk, type LockedGrantDesk } from '../ports.ts';
import type { RoleRequest } from '../grant/role-request.ts';
import { standingReach } from '../standing.ts';
import { endElevation, readElevationsOf, saveElevation } from './elevation-rows.ts';
import { PgHoldings } from './pg-holdings.ts';
import { readRequest, readRequestsOf, saveRequest } from './role-request-rows.ts';
import { standingOf, toStanding, type StandingRow } from './standing-row.ts';

export interface GrantRow {
  id: string;
  account_id: string;
  role: string;
  organisation_id: string;
  from_at: Date;
  until_at: Date | null;
  reason: GrantReason;
  granted_by: string;
  approved_by: string | null;
  revoked_at: Date | null;
  revoked_by: string | null;
}

export const GRANT_COLUMNS =
  'id, account_id, role, organisation_id, from_at, until_at, reason, granted_by, approved_by, revoked_at, revoked_by';
const GET = sql('grant.get', `select ${GRANT_COLUMNS} from role_grant where id = $1`);
const OF = sql('grant.of', `select ${GRANT_COLUMNS} from role_grant where account_id = $1 order by granted_at desc, id`);

/** In one order, so that two administrators who act on one another wait instead of dying. */
const LOCK_ACCOUNTS = sql('grant.lock-accounts', 'select id from account where id = any ($1) order by id for no key update');
const ADD = sql(
  'grant.add',
  `insert into role_grant (id, account_id, role, organisation_id, from_at, until_at, reason, granted_by, granted_at, approved_by)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);

/** Two who hold the role may be taken it back at once by others: each waits for the other to be counted. */
const LOCK_HOLDERS = sql(
  'grant.lock-holders',
  'select id from role_grant where organisation_id = $1 and role = $2 and revoked_at is null order by id for update',
);
const OTHER_HOLDERS = sql(
  'grant.other-holders',
  `select ${standingOf('g.account_id')} as standing from role_grant g
   where organisation_id = $1 and role = $2 and revoked_at is null and account_id <> $3 and from_at <= $4 and (until_at is null or until_at > $4)`,
);
const REVOKE = sql(
  'grant.revoke',
  'update role_grant set revoked_at = $2, revoked_by = $3 where id = $1 and revoked_at is null returning id',
);
const GROW_EPOCH = sql('grant.grow-epoch', 'select grow_epoch($1)');

const AROUND = sql(
  'grant.around',
  `with recursive line(id) as (
     select id from organisation where id = $1 union select o.parent_id from line join organisation o on o.id = line.id where o.parent_id is not null),
   tree(id) as (select id from organisation where id = $1 union select o.id from tree join organisation o on o.parent_id = tree.id)
   select (select array_agg(id) from line) as above, (select array_agg(id) from tree) as below`,
);

const MAY_BE = sql(
  'grant.may-be',
  `select exists (select 1 from account one join account other on other.id = any ($2) and other.id <> one.id
     and (other.sort_name = one.sort_name or lower(other.email) = lower(one.email)) where one.id = $1) as same`,
);

/** What is read of grants, in a transaction or out of one. */
const reading = (db: Tx): GrantDesk => ({
  holdings: new PgHoldings(db),

  async get(id) {
    const [row] = await db.query<GrantRow>(GET, [id]);
    if (!row) throw new Refusal('grant.unknown', 'unknown', { grant: id });
    return toGrant(row);
  },

  async of(accountId) {
    return (await db.query<GrantRow>(OF, [accountId])).map(toGrant);
  },

  async heldByAnother({ organisation, role, account }, t) {
    const others = await db.query<{ standing: StandingRow }>(OTHER_HOLDERS, [organisation, role, account, t]);
    return others.some(({ standing }) => standingReach(toStanding(standing), t, organisation) === 'portals');
  },

  async around(organisation) {
    const [row] = await db.query<{ above: string[] | null; below: string[] | null }>(AROUND, [organisation]);
    return { above: row?.above ?? [], below: row?.below ?? [] };
  },

  async mayBe(account, others) {
    const [row] = await db.query<{ same: boolean }>(MAY_BE, [account, others]);
    return row!.same;
  },

  request: (id) => readRequest(db, id),
  requestsOf: (accountId) => readRequestsOf(db, accountId),
  elevationsOf: (accountId) => readElevationsOf(db, accountId),
});

/** The same under lock, with what writes. */
export const lockedGrants = (tx: Tx): LockedGrantDesk => {
  const desk = reading(tx);
  return {
    ...desk,

    async heldByAnother(grant, t) {
      await tx.query(LOCK_HOLDERS, [grant.organisation, grant.role]);
      return desk.heldByAnother(grant, t);
    },

    async add({ next, fact }) {
      const { id, account, role, organisation, from, until, why, by, approvedBy = null } = next;
      await tx.query(ADD, [id, account, role, organisation, from, until, why, by, fact.at, approvedBy]);
      await appendFact(tx, fact);
    },

    async revoke({ next, fact }) {
      const revoked = await tx.query(REVOKE, [next.id, next.revokedAt, next.revokedBy]);
      if (revoked.length === 0) throw new Refusal('grant.already-revoked', 'conflict', { grant: next.id });
      await tx.query(GROW_EPOCH, [next.account]);
      await appendFact(tx, fact);
    },

    saveRequest: (change) => saveRequest(tx, change),
    putOn: (change) => saveElevation(tx, change),

    async putOff(change) {
      await endElevation(tx, change);
      await tx.query(GROW_EPOCH, [change.next.account]);
    },
  };
};

/** Grants in PostgreSQL. */
export class PgGrants extends Grants {
  readonly #desk: GrantDesk;
  readonly holdings: Holdings;

  constructor(private readonly db: Database) {
    super();
    this.#desk = reading(db);
    this.holdings = this.#desk.holdings;
  }

  override get(id: string): Promise<Grant> {
    return this.#desk.get(id);
  }

  override of(accountId: string): Promise<readonly Grant[]> {
    return this.#desk.of(accountId);
  }

  override heldByAnother(grant: Pick<Grant, 'role' | 'organisation' | 'account'>, t: Date): Promise<boolean> {
    return this.#desk.heldByAnother(grant, t);
  }

  override around(organisation: string) {
    return this.#desk.around(organisation);
  }

  override mayBe(account: string, others: readonly string[]) {
    return this.#desk.mayBe(account, others);
  }

  override request(id: string): Promise<RoleRequest> {
    return this.#desk.request(id);
  }

  override requestsOf(accountId: string): Promise<readonly RoleRequest[]> {
    return this.#desk.requestsOf(accountId);
  }

  override elevationsOf(accountId: string): Promise<readonly Elevation[]> {
    return this.#desk.elevationsOf(accountId);
  }

  override deciding<T>(accounts: readonly string[], work: (desk: LockedGrantDesk) => Promise<T>): Promise<T> {
    return this.db.transaction(async (tx) => {
      await tx.query(LOCK_ACCOUNTS, [accounts]);
      return work(lockedGrants(tx));
    });
  }
}

export function toGrant(row: GrantRow): Grant {
  return {
    id: row.id,
    account: row.account_id,
    role: row.role,
    organisation: row.organisation_id,
    from: row.from_at,
    until: row.until_at,
    why: row.reason,
    by: row.granted_by,
    ...(row.approved_by !== null && { approvedBy: row.approved_by }),
    revokedAt: row.revoked_at,
    revokedBy: row.revoked_by,
  };
}
