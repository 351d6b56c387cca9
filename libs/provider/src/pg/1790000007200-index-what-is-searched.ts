import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Leaves out of each index the records that have nothing to be found by there.
 *
 * A portal's own token is nobody's, of no session and no grant: it used to be written into six indexes, and now into two.
 *
 * Forward and backward: the same four indexes, built anew; a table of a million records is locked for some seconds.
 */
export class IndexWhatIsSearched1790000007200 implements MigrationInterface {
  readonly name = 'IndexWhatIsSearched1790000007200';

  async up(db: QueryRunner): Promise<void> {
    for (const [name, column, unique] of INDEXES) {
      await db.query(`drop index ${name}`);
      await db.query(`create ${unique} index ${name} on oidc_record (${column}) where ${column} is not null`);
    }
  }

  async down(db: QueryRunner): Promise<void> {
    for (const [name, column, unique] of INDEXES) {
      await db.query(`drop index ${name}`);
      await db.query(`create ${unique} index ${name} on oidc_record (${column})`);
    }
  }
}

// prettier-ignore
const INDEXES = [
  ['oidc_record_uid',       'uid',        'unique'],
  ['oidc_record_user_code', 'user_code',  'unique'],
  ['oidc_record_grant',     'grant_id',   ''],
  ['oidc_record_account',   'account_id', ''],
] as const;
