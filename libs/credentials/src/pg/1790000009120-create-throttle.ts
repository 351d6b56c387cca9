import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Counts of guesses, shared by the replicas; keys are digests.
 *
 * Unlogged: a crash forgets a day of counting at most, and counting writes no journal of the database.
 * Forward: an empty table. Backward: drops it.
 */
export class CreateThrottle1790000009120 implements MigrationInterface {
  readonly name = 'CreateThrottle1790000009120';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create unlogged table guess_tally (
        key     text        primary key,
        tries   int         not null,
        since   timestamptz not null,
        last_at timestamptz not null
      ) with (fillfactor = 70)`);
    await db.query('create index guess_tally_old on guess_tally (since)');
    await db.query(`
      create function guess_wait(tries int, free int, day int) returns interval language sql immutable parallel safe as $$
        select make_interval(secs => case when tries < free then 0 when tries >= day then 86400 else least(60 * 2 ^ least(tries - free, 10), 3600) end)
      $$`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table guess_tally');
    await db.query('drop function guess_wait(int, int, int)');
  }
}
