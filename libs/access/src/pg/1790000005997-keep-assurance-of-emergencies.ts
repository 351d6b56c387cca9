import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How surely somebody was recognised when they opened a file in an emergency: whoever reviews it has to know.
 *
 * Forward and backward: the lock of a small table, for a moment. Null for those opened before, and where the portal did not tell.
 */
export class KeepAssuranceOfEmergencies1790000005997 implements MigrationInterface {
  readonly name = 'KeepAssuranceOfEmergencies1790000005997';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table break_glass add column assurance smallint check (assurance between 1 and 3)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table break_glass drop column assurance');
  }
}
