import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The role the service runs under.
 *
 * Forward: the role is shared by every database of a server, so it may exist already; tables made later by
 * the owner are opened to it by default, and the journal then takes its own rights back.
 * Backward: leaves the role, another database may use it.
 */
export class CreateServiceRole1790000000100 implements MigrationInterface {
  readonly name = 'CreateServiceRole1790000000100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      do $$ begin
        create role habilis_service nologin;
      exception when duplicate_object or unique_violation then null; end $$`);
    await db.query(`
      do $$ begin
        if not pg_has_role(current_user, 'habilis_service', 'member') then
          execute format('grant habilis_service to %I', current_user);
        end if;
      exception when unique_violation then null; end $$`);
    await db.query('grant usage on schema public to habilis_service');
    await db.query('grant select on migrations to habilis_service');
    await db.query('alter default privileges in schema public grant select, insert, update, delete on tables to habilis_service');
    await db.query('alter default privileges in schema public grant usage, select on sequences to habilis_service');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter default privileges in schema public revoke all on tables from habilis_service');
    await db.query('alter default privileges in schema public revoke all on sequences from habilis_service');
  }
}
