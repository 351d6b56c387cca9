import { appendFact, sql, type Database } from '@habilis/database';
import { Refusal, type Change } from '@habilis/kernel';
import { Designations, type Designation, type Named } from '../register/designation.ts';
import type { Derogation } from '../register/derogation.ts';
import { Derogations } from '../register/keep-derogations.ts';
import { GRANT_COLUMNS, toGrant, type GrantRow } from './pg-grants.ts';

const GRANT = sql('designation.grant', `select ${GRANT_COLUMNS} from role_grant where id = $1`);
const RECORD = sql(
  'designation.record',
  `insert into designation (id, grant_id, reference, signed_on, signatory, recorded_at, recorded_by) values ($1, $2, $3, $4, $5, $6, $7)`,
);
/** $1 organisations, $2 roles, $3 those that are over too, $4 now. */
const REGISTER = sql(
  'designation.register',
  `select g.*, (
     select jsonb_build_object('id', d.id, 'grant', d.grant_id, 'reference', d.reference, 'signedOn', d.signed_on, 'signatory', d.signatory,
       'recordedAt', d.recorded_at, 'recordedBy', d.recorded_by)
     from designation d where d.grant_id = g.id order by d.recorded_at desc, d.id limit 1) as designation
   from (select ${GRANT_COLUMNS} from role_grant) g join account a on a.id = g.account_id join organisation o on o.id = g.organisation_id
   where g.organisation_id = any ($1) and g.role = any ($2)
     and ($3 or (g.revoked_at is null and (g.until_at is null or g.until_at > $4)))
   order by o.name, a.sort_name, g.from_at limit 20000`,
);

type DesignationRow = Omit<Designation, 'signedOn' | 'recordedAt'> & { signedOn: string; recordedAt: string };

/** Acts of designation in PostgreSQL. */
export class PgDesignations extends Designations {
  constructor(private readonly db: Database) {
    super();
  }

  override async grant(id: string) {
    const [row] = await this.db.query<GrantRow>(GRANT, [id]);
    if (!row) throw new Refusal('grant.unknown', 'unknown', { grant: id });
    return toGrant(row);
  }

  override record({ next, fact }: Change<Designation>): Promise<void> {
    const { id, grant, reference, signedOn, signatory, recordedAt, recordedBy } = next;
    return this.db.transaction(async (tx) => {
      await tx.query(RECORD, [id, grant, reference, signedOn, signatory, recordedAt, recordedBy]);
      await appendFact(tx, fact);
    });
  }

  override async register(organisations: readonly string[], roles: readonly string[], past: boolean, t: Date): Promise<readonly Named[]> {
    const rows = await this.db.query<GrantRow & { designation: DesignationRow | null }>(REGISTER, [organisations, roles, past, t]);
    return rows.map(({ designation, ...row }) => ({ grant: toGrant(row), designation: designation && toDesignation(designation) }));
  }
}

const toDesignation = ({ signedOn, recordedAt, ...row }: DesignationRow): Designation => ({
  ...row,
  signedOn: new Date(signedOn),
  recordedAt: new Date(recordedAt),
});

const COLUMNS = `id, organisation_id as organisation, account_id as account, exception, reason as why, measures, from_at as "from",
  until_at as until, allowed_by as "allowedBy", ended_at as "endedAt", ended_by as "endedBy"`;
const GET = sql('derogation.get', `select ${COLUMNS} from derogation where id = $1`);
const SAVE = sql(
  'derogation.save',
  `insert into derogation as d (id, organisation_id, account_id, exception, reason, measures, from_at, until_at, allowed_by, ended_at, ended_by)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
   on conflict (id) do update set ended_at = excluded.ended_at, ended_by = excluded.ended_by where d.ended_at is null returning id`,
);
const PAGE = sql(
  'derogation.page',
  `select ${COLUMNS} from derogation where organisation_id = any ($1)
   order by (ended_at is not null or until_at <= $2), until_at, id limit $3 offset $4`,
);
const REMIND = sql(
  'derogation.remind',
  `update derogation set reminded_at = $1 where id in (
     select id from derogation where reminded_at is null and ended_at is null and until_at > $1 and until_at <= $2
     order by id limit 100 for update skip locked)
   returning ${COLUMNS}`,
);

/** Derogations in PostgreSQL. */
export class PgDerogations extends Derogations {
  constructor(private readonly db: Database) {
    super();
  }

  override async get(id: string): Promise<Derogation> {
    const [row] = await this.db.query<Derogation>(GET, [id]);
    if (!row) throw new Refusal('derogation.unknown', 'unknown', { derogation: id });
    return row;
  }

  override save({ next, fact }: Change<Derogation>): Promise<void> {
    const { id, organisation, account, exception, why, measures, from, until, allowedBy, endedAt, endedBy } = next;
    return this.db.transaction(async (tx) => {
      const values = [id, organisation, account, exception, why, measures, from, until, allowedBy, endedAt, endedBy];
      const saved = await tx.query(SAVE, values);
      if (saved.length === 0) throw new Refusal('derogation.over', 'conflict', { derogation: id });
      await appendFact(tx, fact);
    });
  }

  override page(organisations: readonly string[], t: Date, limit: number, offset: number): Promise<readonly Derogation[]> {
    return this.db.query<Derogation>(PAGE, [organisations, t, limit, offset]);
  }

  override async remind(at: Date, before: Date, factOfOne: (derogation: Derogation) => Change<Derogation>['fact']): Promise<void> {
    await this.db.transaction(async (tx) => {
      for (const each of await tx.query<Derogation>(REMIND, [at, before])) await appendFact(tx, factOfOne(each));
    });
  }
}
