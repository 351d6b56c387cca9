import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was put on ends with any session of its person, in the transaction that ends it: whoever signs out leaves no
 * power behind, whichever browser it was put on in. The fact of the session tells of it.
 *
 * Forward: the lock of a trigger on `fact` for a moment. Backward: what is over stays over.
 */
export class EndElevationsAtSignOut1790000005979 implements MigrationInterface {
  readonly name = 'EndElevationsAtSignOut1790000005979';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function end_elevations() returns trigger language plpgsql as $$
      begin
        update elevation set ended_at = greatest(new.at, from_at) where account_id = new.on_id and ended_at is null and until_at > new.at;
        if found then
          update account set epoch = epoch + 1 where id = new.on_id;
        end if;
        return null;
      end $$`);
    await db.query(
      `create trigger end_elevations after insert on fact for each row when (new.what = 'session.ended') execute function end_elevations()`,
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop trigger end_elevations on fact');
    await db.query('drop function end_elevations()');
  }
}
