import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Roles put on for a while, and requests to put one on.
 *
 * A grant may be one of a person or of the members of a structure, so it is named and not referred to. Forward: an empty
 * table and two columns that are null for requests made before; a short lock on `role_request`. Backward: refused once a
 * role was put on: who could do what is evidence.
 */
export class CreateElevations1790000005960 implements MigrationInterface {
  readonly name = 'CreateElevations1790000005960';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table elevation (
        id              text        primary key,
        account_id      text        not null references account (id),
        grant_id        text        not null,
        role            text        not null,
        organisation_id text        not null references organisation (id),
        from_at         timestamptz not null,
        until_at        timestamptz not null check (until_at > from_at),
        reason          text        not null,
        request_id      text        unique references role_request (id),
        ended_at        timestamptz
      )`);
    await db.query('create index elevation_worn on elevation (account_id, until_at)');
    await db.query('alter table role_request add column grant_id text, add column minutes int');
    await db.query('alter table role_request add check ((grant_id is null) = (minutes is null))');
    await db.query('revoke delete on elevation from habilis_service');
  }

  async down(db: QueryRunner): Promise<void> {
    const [row] = (await db.query('select count(*)::int as count from elevation')) as [{ count: number }];
    if (row.count > 0) throw new Error('refusing to drop elevations that were made');
    await db.query('drop table elevation');
    await db.query('alter table role_request drop column grant_id, drop column minutes');
  }
}
