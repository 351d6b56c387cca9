import type { MigrationInterface, QueryRunner } from 'typeorm';

const BEFORE = ['absence', 'suspension', 'restriction', 'quarantine'];
const AFTER = [...BEFORE, 'pause', 'compromise', 'renewal'];

/**
 * Holds that follow from what people prove themselves with: a pause they ask for, a loss they report, a renewal they owe.
 *
 * Forward: looks at every hold once, under a lock that lets them be read. Backward: refused while a new kind is in use.
 */
export class WidenHolds1790000001200 implements MigrationInterface {
  readonly name = 'WidenHolds1790000001200';

  async up(db: QueryRunner): Promise<void> {
    await allow(db, AFTER);
  }

  async down(db: QueryRunner): Promise<void> {
    await allow(db, BEFORE);
  }
}

async function allow(db: QueryRunner, kinds: readonly string[]): Promise<void> {
  const list = kinds.map((each) => `'${each}'`).join(', ');
  await db.query('alter table hold drop constraint hold_kind_check');
  await db.query(`alter table hold add constraint hold_kind_check check (kind in (${list}))`);
}
