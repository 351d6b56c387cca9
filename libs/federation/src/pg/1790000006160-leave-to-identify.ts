import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * People leave for an upstream to show who they are when they have lost everything, which signs nobody in.
 *
 * Forward: an empty column, on rows that live ten minutes. Backward: forgets whoever is away for that.
 */
export class LeaveToIdentify1790000006160 implements MigrationInterface {
  readonly name = 'LeaveToIdentify1790000006160';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table upstream_departure
        add column identifies boolean not null default false,
        drop constraint upstream_departure_purpose,
        add constraint upstream_departure_purpose check (num_nonnulls(interaction, link_account) + identifies::int = 1)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('delete from upstream_departure where identifies');
    await db.query(`
      alter table upstream_departure
        drop constraint upstream_departure_purpose,
        add constraint upstream_departure_purpose check (num_nonnulls(interaction, link_account) = 1),
        drop column identifies`);
  }
}
