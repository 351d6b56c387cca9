import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What those who ask for a recovery have shown of who they are, and whether it agrees with the account.
 *
 * Forward: an empty table. Backward: drops it; recoveries identified by an upstream keep its name.
 */
export class CreateRecoveryProofs1790000009900 implements MigrationInterface {
  readonly name = 'CreateRecoveryProofs1790000009900';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table recovery_proof (
        recovery_id text        not null references recovery (id),
        upstream    text        not null,
        verdict     text        not null check (verdict in ('concordant', 'unproved', 'discordant')),
        level       text        not null,
        at          timestamptz not null,
        name        text,
        primary key (recovery_id, upstream, verdict),
        constraint recovery_proof_name check ((name is null) = (verdict = 'concordant'))
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table recovery_proof');
  }
}
