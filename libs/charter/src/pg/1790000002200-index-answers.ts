import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Answers by organisation and version, for counting who accepted what.
 *
 * Forward: an index on what is there; answers wait while it is built, a second for a hundred thousand. Backward: drops it.
 */
export class IndexAnswers1790000002200 implements MigrationInterface {
  readonly name = 'IndexAnswers1790000002200';

  async up(db: QueryRunner): Promise<void> {
    await db.query('create index charter_answer_uptake on charter_answer (organisation_id, version, answer, account_id)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index charter_answer_uptake');
  }
}
