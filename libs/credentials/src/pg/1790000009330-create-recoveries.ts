import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Recoveries: who asked, who granted, when it opens and whether it was stopped.
 *
 * The database itself keeps one person from granting twice and one role from being used twice. Forward: empty tables.
 * Backward: drops them; links already sent still work.
 */
export class CreateRecoveries1790000009330 implements MigrationInterface {
  readonly name = 'CreateRecoveries1790000009330';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table recovery (
        id             text        primary key,
        account_id     text        not null references account (id),
        asked_at       timestamptz not null,
        identification text,
        stop_link      text        not null,
        opens_at       timestamptz,
        opened_at      timestamptz,
        stopped_at     timestamptz,
        refused_at     timestamptz
      )`);
    await db.query(
      `create unique index recovery_under_way on recovery (account_id) where opened_at is null and stopped_at is null and refused_at is null`,
    );
    await db.query('create index recovery_account on recovery (account_id, asked_at desc)');
    await db.query(`
      create table recovery_grant (
        recovery_id text        not null references recovery (id),
        granted_as  text        not null check (granted_as in ('administrator', 'officer')),
        by_id       text        not null,
        at          timestamptz not null,
        primary key (recovery_id, granted_as),
        unique (recovery_id, by_id)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table recovery_grant');
    await db.query('drop table recovery');
  }
}
