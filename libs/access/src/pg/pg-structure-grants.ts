import { appendFact, sql, type Database, type Tx } from '@habilis/database';
import { Refusal, type Change } from '@habilis/kernel';
import { StructureGrants, type Reached } from '../grant/grant-to-structure.ts';
import type { StructureGrant } from '../grant/structure-grant.ts';
import type { GrantDesk } from '../ports.ts';
import { lockedGrants } from './pg-grants.ts';

const COLUMNS = `s.id, s.structure_id as structure, s.role, s.organisation_id as organisation, s.from_at as "from", s.until_at as until, s.reason as why,
  s.granted_by as by, s.proposed_at as "proposedAt", s.approved_by as "approvedBy", s.approved_at as "approvedAt",
  s.revoked_at as "revokedAt", s.revoked_by as "revokedBy"`;
const GET = sql('structure-grant.get', `select ${COLUMNS} from structure_grant s where id = $1`);
const LOCK = sql('structure-grant.lock', `select ${COLUMNS} from structure_grant s where id = $1 for update`);
const LOCK_ACCOUNTS = sql('structure-grant.lock-accounts', 'select id from account where id = any ($1) order by id for no key update');
const PAGE = sql(
  'structure-grant.page',
  `select ${COLUMNS} from structure_grant s where organisation_id = any ($1)
   order by (approved_at is not null or revoked_at is not null), proposed_at desc, id limit $2 offset $3`,
);
const REACHING = sql(
  'structure-grant.reaching',
  `select ${COLUMNS} from membership m join structure_grant s on s.structure_id = m.organisation_id
   where m.account_id = $1 and m.stage = 'active' and s.approved_at is not null and s.revoked_at is null order by s.id`,
);
/** $1 structure, $2 role, $3 organisation, $4 roles apart from it, $5 now. */
const COUNT = sql(
  'structure-grant.count',
  `with member as (
     select account_id from membership where organisation_id = $1 and stage = 'active' and from_at <= $5 and (until_at is null or until_at > $5)),
   held as (
     select account_id, role, organisation_id from role_grant
     where account_id in (select account_id from member) and revoked_at is null and (until_at is null or until_at > $5))
   select (select count(*)::int from member) as members,
     (select count(distinct account_id)::int from held where role = $2 and organisation_id = $3) as already,
     (select count(distinct account_id)::int from held where role = any ($4)) as apart`,
);
const SAVE = sql(
  'structure-grant.save',
  `insert into structure_grant (id, structure_id, role, organisation_id, from_at, until_at, reason, granted_by, proposed_at,
     approved_by, approved_at, revoked_at, revoked_by)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
   on conflict (id) do update set from_at = excluded.from_at, approved_by = excluded.approved_by, approved_at = excluded.approved_at,
     revoked_at = excluded.revoked_at, revoked_by = excluded.revoked_by`,
);
/** What was concluded for each of them under another epoch is worth nothing. */
const GROW_EPOCHS = sql(
  'structure-grant.grow-epochs',
  `select grow_epoch(account_id) from (
     select account_id from membership where organisation_id = $1 and stage = 'active' order by account_id) m`,
);

/** Grants to structures' members, in PostgreSQL. */
export class PgStructureGrants extends StructureGrants {
  constructor(private readonly db: Database) {
    super();
  }

  override async get(id: string): Promise<StructureGrant> {
    const [row] = await this.db.query<StructureGrant>(GET, [id]);
    if (!row) throw new Refusal('structure-grant.unknown', 'unknown', { id });
    return row;
  }

  override page(organisations: readonly string[], limit: number, offset: number): Promise<readonly StructureGrant[]> {
    return this.db.query<StructureGrant>(PAGE, [organisations, limit, offset]);
  }

  override reaching(account: string): Promise<readonly StructureGrant[]> {
    return this.db.query<StructureGrant>(REACHING, [account]);
  }

  override async count(
    { structure, role, organisation }: Pick<StructureGrant, 'structure' | 'role' | 'organisation'>,
    apart: readonly string[],
    t: Date,
  ): Promise<Reached> {
    const [row] = await this.db.query<Reached>(COUNT, [structure, role, organisation, apart, t]);
    return row!;
  }

  override deciding(
    accounts: readonly string[],
    id: string | null,
    work: (desk: GrantDesk, grant: StructureGrant | null) => Promise<Change<StructureGrant>>,
  ): Promise<StructureGrant> {
    return this.db.transaction(async (tx) => {
      await tx.query(LOCK_ACCOUNTS, [accounts]);
      const [found] = id === null ? [] : await tx.query<StructureGrant>(LOCK, [id]);
      const change = await work(lockedGrants(tx), found ?? null);
      await saveStructureGrant(tx, change);
      return change.next;
    });
  }
}

/** Writes it with its fact; taken back, it grows the epoch of each member. */
export async function saveStructureGrant(tx: Tx, { next, fact }: Change<StructureGrant>): Promise<void> {
  const { id, structure, role, organisation, from, until, why, by, proposedAt, approvedBy, approvedAt, revokedAt, revokedBy } = next;
  const values = [id, structure, role, organisation, from, until, why, by, proposedAt, approvedBy, approvedAt, revokedAt, revokedBy];
  await tx.query(SAVE, values);
  if (revokedAt !== null && approvedAt !== null) await tx.query(GROW_EPOCHS, [structure]);
  await appendFact(tx, fact);
}
