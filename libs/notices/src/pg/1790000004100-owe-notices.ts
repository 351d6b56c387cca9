import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A mail is owed by the fact it tells of, in the same transaction.
 *
 * The condition keeps every other fact (sign-ins, readings, decisions) as fast as before. Forward: takes the lock of
 * a trigger on `fact` for a moment. Backward: removes it; mails already owed stay.
 */
export class OweNotices1790000004100 implements MigrationInterface {
  readonly name = 'OweNotices1790000004100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function owe_notice() returns trigger language plpgsql as $$
      begin
        insert into outbox (id, topic, about, payload, due_at)
        values ('out-' || replace(gen_random_uuid()::text, '-', ''), 'mail.send', new.on_id, jsonb_build_object(
          'fact', new.what, 'account', new.on_id, 'organisation', new.organisation, 'at', new.at, 'why', new.why, 'details', new.details), new.at);
        perform pg_notify('outbox', 'mail.send');
        return null;
      end $$`);
    await db.query(`
      create trigger owe_notice after insert on fact for each row
      when (new.what in (
        'account.request', 'account.ask-again', 'membership.ask', 'membership.ask-again',
        'account.approve', 'membership.approve', 'account.refuse', 'membership.refuse',
        'hold.suspension', 'hold.absence', 'hold.restriction', 'hold.lifted', 'membership.end', 'account.close'))
      execute function owe_notice()`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop trigger owe_notice on fact');
    await db.query('drop function owe_notice()');
  }
}
