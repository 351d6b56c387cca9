import type { MigrationInterface, QueryRunner } from 'typeorm';

const FACTS = [
  ...['role-request.asked', 'role-request.endorsed', 'role-request.reminded', 'role-request.granted', 'role-request.refused'],
  ...['role.ending', 'break-glass.opened'],
];

/**
 * Roles that are asked for, that end, and files opened in an emergency owe mails too.
 *
 * A trigger of its own, so that the list of the others is not written again. Forward and backward: takes the lock of a
 * trigger on `fact` for a moment; mails already owed stay.
 */
export class OweNoticeOfRoles1790000004400 implements MigrationInterface {
  readonly name = 'OweNoticeOfRoles1790000004400';

  async up(db: QueryRunner): Promise<void> {
    const list = FACTS.map((each) => `'${each}'`).join(', ');
    await db.query(
      `create trigger owe_notice_of_roles after insert on fact for each row when (new.what in (${list})) execute function owe_notice()`,
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop trigger owe_notice_of_roles on fact');
  }
}
