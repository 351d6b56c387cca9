import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A departure that is cancelled is told to whom it was announced to.
 *
 * Forward: takes the lock of a trigger on `fact` for a moment. Backward: removes it; mails already owed stay.
 */
export class OweNoticeOfStay1790000004300 implements MigrationInterface {
  readonly name = 'OweNoticeOfStay1790000004300';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`create trigger owe_notice_of_stay after insert on fact for each row
      when (new.what = 'membership.stay') execute function owe_notice()`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop trigger owe_notice_of_stay on fact');
  }
}
