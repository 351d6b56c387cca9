import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Roles that must be held and that nobody holds, told once each; and the mail that they owe.
 *
 * Forward: an empty table, and the lock of a trigger on `fact` for a moment. Backward: the journal keeps what was told.
 */
export class CreateVacancies1790000005970 implements MigrationInterface {
  readonly name = 'CreateVacancies1790000005970';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table role_vacancy (
        organisation_id text        not null references organisation (id),
        role            text        not null,
        soon            boolean     not null,
        since           timestamptz not null,
        filled_at       timestamptz
      )`);
    await db.query('create unique index role_vacancy_open on role_vacancy (organisation_id, role, soon) where filled_at is null');
    await db.query('revoke delete on role_vacancy from habilis_service');
    await db.query(`create trigger owe_notices_of_vacancies after insert on fact for each row
      when (new.what in ('role.vacant', 'role.vacant-soon', 'break-glass.late', 'derogation.ending')) execute function owe_notice()`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop trigger owe_notices_of_vacancies on fact');
    await db.query('drop table role_vacancy');
  }
}
