import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes of address under way. Forward: an empty table. Backward: drops it; what was asked for must be asked again. */
export class CreateEmailChanges1790000009340 implements MigrationInterface {
  readonly name = 'CreateEmailChanges1790000009340';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table email_change (
        id           text        primary key,
        account_id   text        not null references account (id),
        address      text        not null,
        first        boolean     not null,
        asked_at     timestamptz not null,
        due_at       timestamptz not null,
        new_at       timestamptz,
        old_at       timestamptz,
        stopped_at   timestamptz,
        done_at      timestamptz
      )`);
    await db.query('create unique index email_change_under_way on email_change (account_id) where done_at is null and stopped_at is null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table email_change');
  }
}
