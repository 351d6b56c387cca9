import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A way in that is removed, a recovery code that is used and a sheet of them that is printed are told to their person.
 *
 * Forward: takes the lock of a trigger on `fact` for a moment. Backward: removes it; mails already owed stay.
 */
export class OweNoticesOfWaysIn1790000004500 implements MigrationInterface {
  readonly name = 'OweNoticesOfWaysIn1790000004500';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`create trigger owe_notices_of_ways_in after insert on fact for each row
      when (new.what in ('identity.removed', 'recovery-code.used', 'recovery-codes.made')) execute function owe_notice()`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop trigger owe_notices_of_ways_in on fact');
  }
}
