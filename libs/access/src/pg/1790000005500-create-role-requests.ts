import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Roles that are asked for, and who approved a grant.
 *
 * Forward: an empty table, and a column that is null for what was granted before; a short lock on `role_grant`.
 * Backward: refused once a request exists: it explains a grant.
 */
export class CreateRoleRequests1790000005500 implements MigrationInterface {
  readonly name = 'CreateRoleRequests1790000005500';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table role_grant add column approved_by text check (approved_by <> granted_by and approved_by <> account_id)');
    await db.query('alter table role_grant add column ending_told_at timestamptz');
    await db.query(`
      create table role_request (
        id              text        primary key,
        account_id      text        not null references account (id),
        role            text        not null,
        organisation_id text        not null references organisation (id),
        until_at        timestamptz,
        reason          text        not null,
        asked_by        text        not null,
        asked_at        timestamptz not null,
        expires_at      timestamptz not null check (expires_at > asked_at),
        endorsed_by     text        check (endorsed_by <> account_id),
        closed_at       timestamptz,
        closed_by       text,
        closed_how      text        check (closed_how in ('granted', 'refused', 'withdrawn')),
        closed_why      text,
        reminded_at     timestamptz,
        check ((closed_at is null) = (closed_by is null) and (closed_at is null) = (closed_how is null))
      )`);
    await db.query('create index role_request_person on role_request (account_id, asked_at)');
    await db.query('create index role_request_waiting on role_request (organisation_id, asked_at, id) where closed_at is null');
    await db.query('revoke delete on role_request from habilis_service');
  }

  async down(db: QueryRunner): Promise<void> {
    const [row] = (await db.query('select count(*)::int as count from role_request')) as [{ count: number }];
    if (row.count > 0) throw new Error('refusing to drop requests that were made');
    await db.query('drop table role_request');
    await db.query('alter table role_grant drop column approved_by, drop column ending_told_at');
  }
}
