import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Counts of what callers asked lately, shared by the replicas. The columns are those of rate-limiter-flexible.
 *
 * Unlogged: a crash forgets a minute of counting, and counting writes no journal of the database.
 * Forward: an empty table. Backward: drops it.
 */
export class CreateRateLimit1790000000900 implements MigrationInterface {
  readonly name = 'CreateRateLimit1790000000900';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create unlogged table rate_limit (
        key    varchar(255) primary key,
        points integer      not null default 0,
        expire bigint
      ) with (fillfactor = 70)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table rate_limit');
  }
}
