import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Roles given to people, in an organisation, over a time.
 *
 * Forward: an empty table, and an index on the (few) organisations, whose tree every decision walks; a short lock.
 * The service cannot delete one. Backward: refused once a grant exists: who could do what is evidence.
 */
export class CreateRoleGrants1790000005200 implements MigrationInterface {
  readonly name = 'CreateRoleGrants1790000005200';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table role_grant (
        id              text        primary key,
        account_id      text        not null references account (id),
        role            text        not null,
        organisation_id text        not null references organisation (id),
        from_at         timestamptz not null,
        until_at        timestamptz check (until_at > from_at),
        reason          text        not null,
        granted_by      text        not null,
        granted_at      timestamptz not null,
        revoked_at      timestamptz,
        revoked_by      text,
        check ((revoked_at is null) = (revoked_by is null))
      )`);
    await db.query('create index role_grant_account on role_grant (account_id, from_at)');
    await db.query('create index role_grant_holders on role_grant (organisation_id, role) where revoked_at is null');
    await db.query('create index organisation_parent on organisation (parent_id)');
    await db.query('revoke delete on role_grant from habilis_service');
  }

  async down(db: QueryRunner): Promise<void> {
    const [row] = (await db.query('select count(*)::int as count from role_grant')) as [{ count: number }];
    if (row.count > 0) throw new Error('refusing to drop grants that were made');
    await db.query('drop index organisation_parent');
    await db.query('drop table role_grant');
  }
}
