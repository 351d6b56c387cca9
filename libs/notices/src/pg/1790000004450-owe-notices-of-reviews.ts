import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reviews of roles are told to those who answer for them, and again when the deadline is near.
 *
 * Forward: takes the lock of a trigger on `fact` for a moment. Backward: removes it; mails already owed stay.
 */
export class OweNoticesOfReviews1790000004450 implements MigrationInterface {
  readonly name = 'OweNoticesOfReviews1790000004450';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`create trigger owe_notices_of_reviews after insert on fact for each row
      when (new.what in ('review.started', 'review.named', 'review.reminded', 'review.reviewer-reminded')) execute function owe_notice()`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop trigger owe_notices_of_reviews on fact');
  }
}
