import type { MigrationInterface, QueryRunner } from 'typeorm';

const BEFORE = [
  ...['account.request', 'account.ask-again', 'membership.ask', 'membership.ask-again', 'account.approve', 'membership.approve'],
  ...['account.refuse', 'membership.refuse', 'hold.suspension', 'hold.absence', 'hold.restriction', 'hold.lifted', 'membership.end'],
  'account.close',
];
const AFTER = [
  ...BEFORE,
  ...['hold.pause', 'pause.return-asked', 'hold.compromise', 'factor.held', 'recovery.asked', 'recovery.refused', 'recovery.stopped'],
  ...['renewal.required', 'renewal.reminded', 'email.changed', 'identity.added'],
  ...['password.changed', 'factor.added', 'factor.removed', 'sign-in.new-browser'],
];

/**
 * Losses, recoveries, renewals and changes of what people prove themselves with owe mails too.
 *
 * Forward and backward: takes the lock of a trigger on `fact` for a moment; mails already owed stay.
 */
export class OweMoreNotices1790000004200 implements MigrationInterface {
  readonly name = 'OweMoreNotices1790000004200';

  async up(db: QueryRunner): Promise<void> {
    await owe(db, AFTER);
  }

  async down(db: QueryRunner): Promise<void> {
    await owe(db, BEFORE);
  }
}

async function owe(db: QueryRunner, facts: readonly string[]): Promise<void> {
  const list = facts.map((each) => `'${each}'`).join(', ');
  await db.query('drop trigger owe_notice on fact');
  await db.query(`create trigger owe_notice after insert on fact for each row when (new.what in (${list})) execute function owe_notice()`);
}
