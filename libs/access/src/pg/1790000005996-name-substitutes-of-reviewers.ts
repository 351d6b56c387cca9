import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whoever stands in for the reviewer of a line.
 *
 * Forward: the lock of a table for a moment. Backward: refused once somebody was named so.
 */
export class NameSubstitutesOfReviewers1790000005996 implements MigrationInterface {
  readonly name = 'NameSubstitutesOfReviewers1790000005996';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table review_item add column substitute_id text references account (id) check (substitute_id <> reviewer_id)');
    await db.query('create index review_item_substitute on review_item (substitute_id) where substitute_id is not null');
  }

  async down(db: QueryRunner): Promise<void> {
    const [row] = (await db.query('select count(*)::int as count from review_item where substitute_id is not null')) as [{ count: number }];
    if (row.count > 0) throw new Error('refusing to forget who was named');
    await db.query('alter table review_item drop column substitute_id');
  }
}
