import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Charters by organisation and version, and who accepted or refused them.
 *
 * Forward: empty tables. Backward: refused once someone has answered, an answer is evidence.
 * Texts are never changed: the hash is what a person accepted.
 */
export class CreateCharters1790000002100 implements MigrationInterface {
  readonly name = 'CreateCharters1790000002100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table charter_version (
        organisation_id text        not null references organisation (id),
        version         int         not null check (version > 0),
        title           text        not null,
        body            text        not null,
        sha256          text        not null,
        published_at    timestamptz not null,
        effective_at    timestamptz not null,
        primary key (organisation_id, version)
      )`);
    await db.query(`
      create table charter_answer (
        account_id      text        not null references account (id),
        organisation_id text        not null,
        version         int         not null,
        answer          text        not null check (answer in ('accepted', 'refused')),
        at              timestamptz not null,
        sha256          text        not null,
        acr             text,
        primary key (account_id, organisation_id, version, at),
        foreign key (organisation_id, version) references charter_version (organisation_id, version)
      )`);
    await db.query('revoke update, delete on charter_version, charter_answer from habilis_service');
  }

  async down(db: QueryRunner): Promise<void> {
    const [row] = (await db.query('select count(*)::int as count from charter_answer')) as [{ count: number }];
    if (row.count > 0) throw new Error('refusing to drop answers that were given');
    await db.query('drop table charter_answer');
    await db.query('drop table charter_version');
  }
}
