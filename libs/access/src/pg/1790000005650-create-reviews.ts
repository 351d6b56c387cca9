import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reviews of roles, and what each of them asks about.
 *
 * Forward: empty tables, no lock on others but that of a foreign key. The service cannot delete from them. Backward: refused
 * once there is a review: who confirmed what is evidence.
 */
export class CreateReviews1790000005650 implements MigrationInterface {
  readonly name = 'CreateReviews1790000005650';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table review (
        id              text        primary key,
        organisation_id text        not null references organisation (id),
        title           text        not null,
        roles           text[]      not null,
        structures      text[]      not null,
        silence         text        not null check (silence in ('suspend', 'leave')),
        deadline        timestamptz not null check (deadline > started_at),
        started_at      timestamptz not null,
        started_by      text        not null
      )`);
    await db.query('create index review_organisation on review (organisation_id, started_at desc)');
    await db.query(`
      create table review_item (
        review_id    text        not null references review (id),
        grant_id     text        not null references role_grant (id),
        reviewer_id  text        references account (id),
        until_before timestamptz,
        spared       boolean     not null,
        proposal     text        check (proposal in ('unused', 'orphan', 'situation-changed')),
        decision     text        check (decision in ('keep', 'remove')),
        why          text,
        decided_by   text,
        decided_at   timestamptz,
        primary key (review_id, grant_id),
        check ((decision is null) = (decided_at is null) and (decision is null) = (decided_by is null) and (decision is null) = (why is null))
      )`);
    await db.query('create index review_item_grant on review_item (grant_id)');
    await db.query('revoke delete on review, review_item from habilis_service');
  }

  async down(db: QueryRunner): Promise<void> {
    const [row] = (await db.query('select count(*)::int as count from review')) as [{ count: number }];
    if (row.count > 0) throw new Error('refusing to drop reviews that were made');
    await db.query('drop table review_item');
    await db.query('drop table review');
  }
}
