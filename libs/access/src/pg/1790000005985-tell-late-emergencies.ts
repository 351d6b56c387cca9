import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When a late review of an emergency was told, so that it is told once whatever the replicas do.
 *
 * Forward and backward: the lock of a small table, for a moment.
 */
export class TellLateEmergencies1790000005985 implements MigrationInterface {
  readonly name = 'TellLateEmergencies1790000005985';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table break_glass add column late_told_at timestamptz');
    await db.query('create index break_glass_late on break_glass (review_by) where reviewed_at is null and late_told_at is null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table break_glass drop column late_told_at');
  }
}
