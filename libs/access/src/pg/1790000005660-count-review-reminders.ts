import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many times a review was called back to mind, so that each reminder goes out once whatever the replicas do.
 *
 * Forward and backward: the lock of a small table, for a moment.
 */
export class CountReviewReminders1790000005660 implements MigrationInterface {
  readonly name = 'CountReviewReminders1790000005660';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table review add column reminders smallint not null default 0');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table review drop column reminders');
  }
}
