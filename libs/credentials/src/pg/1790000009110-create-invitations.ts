import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Invitations: who was invited where, by whom, and what came of it.
 *
 * Forward: an empty table, but for the keys it references. Backward: drops it; links already sent still open accounts.
 */
export class CreateInvitations1790000009110 implements MigrationInterface {
  readonly name = 'CreateInvitations1790000009110';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table invitation (
        id              text        primary key,
        account_id      text        not null references account (id) on delete cascade,
        organisation_id text        not null references organisation (id),
        by_id           text        not null,
        batch           text,
        created_at      timestamptz not null,
        sent_until      timestamptz not null,
        accepted_at     timestamptz,
        undone_at       timestamptz
      )`);
    await db.query('create index invitation_organisation on invitation (organisation_id, created_at desc)');
    await db.query('create index invitation_account on invitation (account_id)');
    await db.query('create index invitation_batch on invitation (batch) where batch is not null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table invitation');
  }
}
