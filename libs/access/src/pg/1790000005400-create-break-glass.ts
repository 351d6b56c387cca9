import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Files opened in an emergency, without need to know, and what the review of each found.
 *
 * `thing` is a pseudonym. Forward: an empty table. Backward: refused once a row exists: it is evidence.
 */
export class CreateBreakGlass1790000005400 implements MigrationInterface {
  readonly name = 'CreateBreakGlass1790000005400';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table break_glass (
        id              text        primary key,
        account_id      text        not null references account (id),
        portal          text        not null,
        organisation_id text        references organisation (id),
        type            text        not null,
        thing           text        not null,
        role            text        not null,
        motive          text        not null,
        opened_at       timestamptz not null,
        until_at        timestamptz not null check (until_at > opened_at),
        review_by       timestamptz not null,
        reviewed_at     timestamptz,
        reviewed_by     text,
        finding         text,
        check ((reviewed_at is null) = (reviewed_by is null) and (reviewed_at is null) = (finding is null))
      )`);
    await db.query('create index break_glass_tie on break_glass (account_id, portal, type, thing, until_at)');
    await db.query('create index break_glass_reviews on break_glass (organisation_id, opened_at desc, id)');
    await db.query('revoke delete on break_glass from habilis_service');
  }

  async down(db: QueryRunner): Promise<void> {
    const [row] = (await db.query('select count(*)::int as count from break_glass')) as [{ count: number }];
    if (row.count > 0) throw new Error('refusing to drop emergencies that were opened');
    await db.query('drop table break_glass');
  }
}
