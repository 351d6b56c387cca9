import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An identity shown for a recovery that is not the person's is told to them, and to those who decide.
 *
 * Forward: takes the lock of a trigger on `fact` for a moment. Backward: removes it; mails already owed stay.
 */
export class OweNoticesOfWrongIdentities1790000004610 implements MigrationInterface {
  readonly name = 'OweNoticesOfWrongIdentities1790000004610';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`create trigger owe_notices_of_wrong_identities after insert on fact for each row
      when (new.what = 'recovery.not-identified') execute function owe_notice()`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop trigger owe_notices_of_wrong_identities on fact');
  }
}
