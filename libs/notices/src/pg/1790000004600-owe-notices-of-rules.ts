import type { MigrationInterface, QueryRunner } from 'typeorm';

const FACTS = [
  'role.granted',
  'role.revoked',
  'structure-grant.proposed',
  'derogation.allowed',
  'policy.drafted',
  'policy.published',
  'policy.returned',
];

const COLUMNS = `'fact', new.what, 'account', new.on_id, 'organisation', new.organisation, 'at', new.at, 'why', new.why, 'details', new.details`;

/**
 * A role given or taken back is told to its person; administrators named, rules changed and derogations to those who
 * answer for security. What is owed says who did it, so that nobody is told of their own act.
 *
 * Forward: takes the lock of a trigger on `fact` for a moment. Backward: removes it; mails already owed stay.
 */
export class OweNoticesOfRules1790000004600 implements MigrationInterface {
  readonly name = 'OweNoticesOfRules1790000004600';

  async up(db: QueryRunner): Promise<void> {
    await owe(db, `${COLUMNS}, 'by', new.by_id`);
    await db.query(`create trigger owe_notices_of_rules after insert on fact for each row
      when (new.what in (${FACTS.map((each) => `'${each}'`).join(', ')})) execute function owe_notice()`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop trigger owe_notices_of_rules on fact');
    await owe(db, COLUMNS);
  }
}

async function owe(db: QueryRunner, columns: string): Promise<void> {
  await db.query(`
    create or replace function owe_notice() returns trigger language plpgsql as $$
    begin
      insert into outbox (id, topic, about, payload, due_at)
      values ('out-' || replace(gen_random_uuid()::text, '-', ''), 'mail.send', new.on_id, jsonb_build_object(${columns}), new.at);
      perform pg_notify('outbox', 'mail.send');
      return null;
    end $$`);
}
