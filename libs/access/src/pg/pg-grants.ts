import { Refusal, type Change } from '@habilis/kernel';
import { appendFact, sql, type Database, type Tx } from '@habilis/database';
import type { Grant, GrantReason } from '../grant.ts';
import { Grants } from '../ports.ts';
import { standingReach } from '../standing.ts';
import { toStanding, type StandingRow } from './standing-row.ts';

interface Row {
  id: string;
  account_id: string;
  role: string;
  organisation_id: string;
  from_at: Date;
  until_at: Date | null;
  reason: GrantReason;
  granted_by: string;
  revoked_at: Date | null;
  revoked_by: string | null;
}

const COLUMNS = 'id, account_id, role, organisation_id, from_at, until_at, reason, granted_by, revoked_at, revoked_by';
const GET = sql('grant.get', `select ${COLUMNS} from role_grant where id = $1`);
const OF = sql('grant.of', `select ${COLUMNS} from role_grant where account_id = $1 order by granted_at desc, id`);

/** The holder's row is the lock under which their grants are counted. */
const LOCK_HOLDER = sql('grant.lock-holder', 'select id from account where id = $1 for update');
const OVERLAPPING = sql(
  'grant.overlapping',
  `select 1 from role_grant where account_id = $1 and role = $2 and organisation_id = $3 and revoked_at is null
     and tstzrange(from_at, until_at) && tstzrange($4, $5)`,
);
const ADD = sql(
  'grant.add',
  `insert into role_grant (id, account_id, role, organisation_id, from_at, until_at, reason, granted_by, granted_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

/** In one order, so that two administrators who revoke one another wait instead of dying. */
const LOCK_HOLDERS = sql(
  'grant.lock-holders',
  'select id from role_grant where organisation_id = $1 and role = $2 and revoked_at is null order by id for update',
);
const OTHER_HOLDERS = sql(
  'grant.other-holders',
  `select standing(account_id) as standing from role_grant
   where organisation_id = $1 and role = $2 and revoked_at is null and account_id <> $3 and from_at <= $4 and (until_at is null or until_at > $4)`,
);
const REVOKE = sql(
  'grant.revoke',
  'update role_grant set revoked_at = $2, revoked_by = $3 where id = $1 and revoked_at is null returning id',
);
const GROW_EPOCH = sql('grant.grow-epoch', 'select grow_epoch($1)');

export class PgGrants extends Grants {
  constructor(private readonly db: Database) {
    super();
  }

  override async get(id: string): Promise<Grant> {
    const [row] = await this.db.query<Row>(GET, [id]);
    if (!row) throw new Refusal('grant.unknown', 'unknown', { grant: id });
    return toGrant(row);
  }

  override async of(accountId: string): Promise<readonly Grant[]> {
    return (await this.db.query<Row>(OF, [accountId])).map(toGrant);
  }

  override async add({ next, fact }: Change<Grant>): Promise<void> {
    const { id, account, role, organisation, from, until, why, by } = next;
    await this.db.transaction(async (tx) => {
      await tx.query(LOCK_HOLDER, [account]);
      const overlapping = await tx.query(OVERLAPPING, [account, role, organisation, from, until]);
      if (overlapping.length > 0) throw new Refusal('grant.overlaps', 'conflict', { role, organisation });
      await tx.query(ADD, [id, account, role, organisation, from, until, why, by, fact.at]);
      await appendFact(tx, fact);
    });
  }

  override async revoke({ next, fact }: Change<Grant>, keepOne: boolean): Promise<void> {
    await this.db.transaction(async (tx) => {
      if (keepOne && next.from <= fact.at) await this.keepOne(tx, next, fact.at);
      const revoked = await tx.query(REVOKE, [next.id, next.revokedAt, next.revokedBy]);
      if (revoked.length === 0) throw new Refusal('grant.already-revoked', 'conflict', { grant: next.id });
      await tx.query(GROW_EPOCH, [next.account]);
      await appendFact(tx, fact);
    });
  }

  /** Someone who is suspended or gone holds the role in name only, and does not count. */
  private async keepOne(tx: Tx, { organisation, role, account }: Grant, at: Date): Promise<void> {
    await tx.query(LOCK_HOLDERS, [organisation, role]);
    const others = await tx.query<{ standing: StandingRow }>(OTHER_HOLDERS, [organisation, role, account, at]);
    const effective = others.some(({ standing }) => standingReach(toStanding(standing), at, organisation) === 'portals');
    if (!effective) throw new Refusal('grant.last-holder', 'conflict', { role, organisation });
  }
}

function toGrant(row: Row): Grant {
  return {
    id: row.id,
    account: row.account_id,
    role: row.role,
    organisation: row.organisation_id,
    from: row.from_at,
    until: row.until_at,
    why: row.reason,
    by: row.granted_by,
    revokedAt: row.revoked_at,
    revokedBy: row.revoked_by,
  };
}
