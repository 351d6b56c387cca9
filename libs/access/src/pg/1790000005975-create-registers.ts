import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The registers of those who answer for accesses: acts of designation, and derogations.
 *
 * Forward: empty tables. The service deletes from neither. Backward: refused once there is a line: they are evidence.
 */
export class CreateRegisters1790000005975 implements MigrationInterface {
  readonly name = 'CreateRegisters1790000005975';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table designation (
        id          text        primary key,
        grant_id    text        not null references role_grant (id),
        reference   text        not null,
        signed_on   timestamptz not null,
        signatory   text        not null,
        recorded_at timestamptz not null,
        recorded_by text        not null
      )`);
    await db.query('create index designation_grant on designation (grant_id, recorded_at desc)');
    await db.query(`
      create table derogation (
        id              text        primary key,
        organisation_id text        not null references organisation (id),
        account_id      text        not null references account (id),
        exception       text        not null,
        reason          text        not null,
        measures        text        not null,
        from_at         timestamptz not null,
        until_at        timestamptz not null check (until_at > from_at),
        allowed_by      text        not null check (allowed_by <> account_id),
        ended_at        timestamptz,
        ended_by        text,
        reminded_at     timestamptz,
        check ((ended_at is null) = (ended_by is null))
      )`);
    await db.query('create index derogation_place on derogation (organisation_id, until_at)');
    await db.query('revoke delete on designation, derogation from habilis_service');
    await db.query('revoke update on designation from habilis_service');
  }

  async down(db: QueryRunner): Promise<void> {
    const [row] = (await db.query('select (select count(*) from designation) + (select count(*) from derogation) as count')) as [
      { count: string },
    ];
    if (row.count !== '0') throw new Error('refusing to drop registers that were kept');
    await db.query('drop table derogation');
    await db.query('drop table designation');
  }
}
