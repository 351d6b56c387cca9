import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Policies as they were written, and when each was put in force.
 *
 * A version is written once, a publication only added: who could do what on a day is read from them. Forward: two empty
 * tables. Backward: refused once a policy was published: it explains decisions.
 */
export class CreatePolicyVersions1790000005800 implements MigrationInterface {
  readonly name = 'CreatePolicyVersions1790000005800';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table policy_version (
        id           text        primary key,
        files        jsonb       not null,
        hash         text        not null,
        reason       text        not null,
        author       text        not null,
        drafted_at   timestamptz not null,
        basis        text        references policy_version (id),
        discarded_at timestamptz
      )`);
    await db.query(`
      create table policy_publication (
        number       integer     primary key check (number > 0),
        version_id   text        not null references policy_version (id),
        at           timestamptz not null,
        by_id        text        not null
      )`);
    await db.query('create index policy_version_drafted on policy_version (drafted_at desc)');
    await db.query('create index policy_publication_version on policy_publication (version_id, number)');
    await db.query('revoke update, delete on policy_publication from habilis_service');
    await db.query('revoke update, delete on policy_version from habilis_service');
    await db.query('grant update (discarded_at) on policy_version to habilis_service');
  }

  async down(db: QueryRunner): Promise<void> {
    const [row] = (await db.query('select count(*)::int as count from policy_publication')) as [{ count: number }];
    if (row.count > 0) throw new Error('refusing to drop policies that were in force');
    await db.query('drop table policy_publication');
    await db.query('drop table policy_version');
  }
}
