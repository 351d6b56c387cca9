import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A line of a review may be the role of a structure's members.
 *
 * `line` is the grant it asks about, whichever kind it is. Forward: writes `review_item` anew under its lock; some seconds for a million
 * lines. Backward: refused once a structure's role was reviewed.
 */
export class ReviewStructureGrants1790000005991 implements MigrationInterface {
  readonly name = 'ReviewStructureGrants1790000005991';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table review_item
        drop constraint review_item_pkey,
        alter column grant_id drop not null,
        add column structure_grant_id text references structure_grant (id),
        add constraint review_item_of check (num_nonnulls(grant_id, structure_grant_id) = 1),
        add column line text generated always as (coalesce(grant_id, structure_grant_id)) stored,
        drop constraint review_item_proposal_check,
        add constraint review_item_proposal_check check (proposal in ('unused', 'orphan', 'situation-changed', 'reaches-nobody')),
        add primary key (review_id, line)`);
    await db.query('create index review_item_structure_grant on review_item (structure_grant_id) where structure_grant_id is not null');
    await db.query('create index review_item_reviewer on review_item (reviewer_id) where reviewer_id is not null');
  }

  async down(db: QueryRunner): Promise<void> {
    const [row] = (await db.query('select count(*)::int as count from review_item where structure_grant_id is not null')) as [
      { count: number },
    ];
    if (row.count > 0) throw new Error('refusing to drop what was reviewed');
    await db.query('drop index review_item_reviewer');
    await db.query(`
      alter table review_item
        drop constraint review_item_pkey,
        drop column line,
        drop constraint review_item_of,
        drop column structure_grant_id,
        alter column grant_id set not null,
        drop constraint review_item_proposal_check,
        add constraint review_item_proposal_check check (proposal in ('unused', 'orphan', 'situation-changed')),
        add primary key (review_id, grant_id)`);
  }
}
