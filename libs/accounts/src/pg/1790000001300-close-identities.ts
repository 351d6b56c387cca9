import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A person may remove a way in from their account; it stays on record, closed.
 *
 * Forward: one empty column. Backward: drops it, so it is refused once somebody has closed one: it would open again.
 */
export class CloseIdentities1790000001300 implements MigrationInterface {
  readonly name = 'CloseIdentities1790000001300';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table identity add column unlinked_at timestamptz');
  }

  async down(db: QueryRunner): Promise<void> {
    const [row] = (await db.query('select count(*)::int as count from identity where unlinked_at is not null')) as [{ count: number }];
    if (row.count > 0) throw new Error('refusing to open again what people have closed');
    await db.query('alter table identity drop column unlinked_at');
  }
}
