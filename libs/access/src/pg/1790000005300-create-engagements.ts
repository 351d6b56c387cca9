import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who takes part in what, as portals tell us: the need to know.
 *
 * A row is said once and then only ended: a change ends it and adds another, so that the past can be asked. `key` and
 * `thing` are pseudonyms. Forward: an empty table. Backward: refused once a row exists: it explains decisions.
 */
export class CreateEngagements1790000005300 implements MigrationInterface {
  readonly name = 'CreateEngagements1790000005300';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table engagement (
        portal       text        not null,
        key          text        not null,
        account_id   text        not null references account (id),
        type         text        not null,
        thing        text        not null,
        purpose      text        not null,
        from_at      timestamptz not null,
        until_at     timestamptz check (until_at > from_at),
        recorded_at  timestamptz not null,
        withdrawn_at timestamptz check (withdrawn_at >= recorded_at)
      )`);
    await db.query('create unique index engagement_key on engagement (portal, key) where withdrawn_at is null');
    await db.query('create index engagement_person on engagement (account_id, portal, type, thing)');
    await db.query('create index engagement_thing on engagement (thing)');
    await db.query('revoke delete on engagement from habilis_service');
  }

  async down(db: QueryRunner): Promise<void> {
    const [row] = (await db.query('select count(*)::int as count from engagement')) as [{ count: number }];
    if (row.count > 0) throw new Error('refusing to drop engagements that explain decisions');
    await db.query('drop table engagement');
  }
}
