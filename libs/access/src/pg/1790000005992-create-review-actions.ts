import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is to be done about what reviews found, and the mails it owes.
 *
 * Forward: an empty table, and the lock of a trigger on `fact` for a moment. The service cannot delete an action. Backward: refused once
 * there is one: who had to do what is evidence.
 */
export class CreateReviewActions1790000005992 implements MigrationInterface {
  readonly name = 'CreateReviewActions1790000005992';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table review_action (
        id              text        primary key,
        review_id       text        not null references review (id),
        organisation_id text        not null references organisation (id),
        line            text,
        finding         text        not null,
        task            text        not null,
        owner_id        text        not null references account (id),
        due_at          timestamptz not null check (due_at > planned_at),
        planned_by      text        not null,
        planned_at      timestamptz not null,
        done            text,
        given_up        text,
        closed_by       text,
        closed_at       timestamptz,
        told_late_at    timestamptz,
        foreign key (review_id, line) references review_item (review_id, line),
        check ((closed_at is null) = (closed_by is null) and num_nonnulls(done, given_up) = num_nonnulls(closed_at))
      )`);
    await db.query('create index review_action_review on review_action (review_id, line)');
    await db.query('create index review_action_owner on review_action (owner_id) where closed_at is null');
    await db.query('create index review_action_due on review_action (due_at) where closed_at is null');
    await db.query('revoke delete on review_action from habilis_service');
    await db.query(`create trigger owe_notices_of_review_actions after insert on fact for each row
      when (new.what in ('review-action.planned', 'review-action.late')) execute function owe_notice()`);
  }

  async down(db: QueryRunner): Promise<void> {
    const [row] = (await db.query('select count(*)::int as count from review_action')) as [{ count: number }];
    if (row.count > 0) throw new Error('refusing to drop actions that were planned');
    await db.query('drop trigger owe_notices_of_review_actions on fact');
    await db.query('drop table review_action');
  }
}
