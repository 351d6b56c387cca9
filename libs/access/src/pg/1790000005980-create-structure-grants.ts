import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Roles given to the members of a structure.
 *
 * One row a structure, whatever the number of its members: each decision looks for the rows of a person's places by an index.
 * Forward: an empty table. Backward: refused once there is a row: who could do what is evidence.
 */
export class CreateStructureGrants1790000005980 implements MigrationInterface {
  readonly name = 'CreateStructureGrants1790000005980';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table structure_grant (
        id              text        primary key,
        structure_id    text        not null references organisation (id),
        role            text        not null,
        organisation_id text        not null references organisation (id),
        from_at         timestamptz not null,
        until_at        timestamptz check (until_at > from_at),
        reason          text        not null,
        granted_by      text        not null,
        proposed_at     timestamptz not null,
        approved_by     text        check (approved_by <> granted_by),
        approved_at     timestamptz,
        revoked_at      timestamptz,
        revoked_by      text,
        check ((approved_at is null) = (approved_by is null) and (revoked_at is null) = (revoked_by is null))
      )`);
    await db.query(
      'create index structure_grant_members on structure_grant (structure_id) where revoked_at is null and approved_at is not null',
    );
    await db.query('create index structure_grant_place on structure_grant (organisation_id, proposed_at desc)');
    await db.query('revoke delete on structure_grant from habilis_service');
  }

  async down(db: QueryRunner): Promise<void> {
    const [row] = (await db.query('select count(*)::int as count from structure_grant')) as [{ count: number }];
    if (row.count > 0) throw new Error('refusing to drop grants that were made');
    await db.query('drop table structure_grant');
  }
}
