import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The id of a thing, sealed, for the portals that want searches to give it back; and an index for the reviews of holders.
 *
 * Forward: a column that is null for what was told before, and an index on grants; a short lock. Backward: drops both.
 */
export class KeepSealedIds1790000005600 implements MigrationInterface {
  readonly name = 'KeepSealedIds1790000005600';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table engagement add column sealed text');
    await db.query('create index role_grant_role on role_grant (role, account_id) where revoked_at is null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index role_grant_role');
    await db.query('alter table engagement drop column sealed');
  }
}
