import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * People leave for an upstream to add it to their account too, and not only to sign in.
 *
 * Forward: two empty columns, on rows that live ten minutes. Backward: forgets whoever is away for that.
 */
export class LeaveToLink1790000006150 implements MigrationInterface {
  readonly name = 'LeaveToLink1790000006150';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table upstream_departure
        alter column interaction drop not null,
        add column link_account text references account (id) on delete cascade,
        add column link_session text,
        add constraint upstream_departure_purpose check (num_nonnulls(interaction, link_account) = 1),
        add constraint upstream_departure_link check ((link_account is null) = (link_session is null))`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('delete from upstream_departure where interaction is null');
    await db.query(`
      alter table upstream_departure
        drop constraint upstream_departure_purpose,
        drop constraint upstream_departure_link,
        drop column link_account,
        drop column link_session,
        alter column interaction set not null`);
  }
}
