import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is owed to the world outside, and the ledger of who acknowledged it.
 *
 * Forward: an empty table. Backward: drops it, with whatever is still owed.
 */
export class CreateOutbox1790000000300 implements MigrationInterface {
  readonly name = 'CreateOutbox1790000000300';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table outbox (
        id              text        primary key,
        topic           text        not null,
        about           text,
        payload         jsonb       not null,
        created_at      timestamptz not null default now(),
        due_at          timestamptz not null,
        attempts        int         not null default 0,
        claimed_until   timestamptz,
        last_error      text,
        acknowledged_at timestamptz,
        given_up_at     timestamptz
      )`);
    await db.query('create index outbox_owed on outbox (due_at) where acknowledged_at is null and given_up_at is null');
    await db.query('create index outbox_about on outbox (about, created_at desc)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table outbox');
  }
}
