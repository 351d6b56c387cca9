import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The journal: one table, a partition for each month of the Paris calendar, insert-only.
 *
 * Forward: an empty table; `ensure_fact_months` makes the months ahead and is called by the service, which
 * may not create tables itself. A fact outside any month lands in `fact_other`: none is ever lost.
 * Backward: refused once a fact has been written.
 *
 * The trigger stops the owner's hand as well as the service's; a month is retired by detaching its whole
 * partition, which no role of the service can do.
 */
export class CreateFacts1790000000200 implements MigrationInterface {
  readonly name = 'CreateFacts1790000000200';

  async up(db: QueryRunner): Promise<void> {
    await db.query('create sequence fact_seq');
    await db.query(`
      create table fact (
        seq          bigint      not null default nextval('fact_seq'),
        at           timestamptz not null,
        what         text        not null check (what ~ '^[a-z-]+[.][a-z.-]+$'),
        on_id        text        not null,
        by_id        text        not null,
        why          text        not null,
        source       text,
        organisation text,
        details      jsonb       not null default '{}',
        primary key (at, seq)
      ) partition by range (at)`);
    await db.query('create table fact_other partition of fact default');
    await db.query('create index fact_on on fact (on_id, at desc)');
    await db.query('create index fact_by on fact (by_id, at desc)');
    await db.query('create index fact_organisation on fact (organisation, at desc)');
    await db.query(`
      create function ensure_fact_months(ahead int) returns void language plpgsql security definer set search_path = public as $$
      declare
        month date := date_trunc('month', now() at time zone 'Europe/Paris');
        part text;
      begin
        for step in 0..ahead loop
          part := 'fact_' || to_char(month, 'YYYY_MM');
          if to_regclass(part) is null then
            execute format('create table %I partition of fact for values from (%L) to (%L)', part,
              month::timestamp at time zone 'Europe/Paris', (month + interval '1 month')::timestamp at time zone 'Europe/Paris');
            execute format('revoke all on %I from habilis_service', part);
          end if;
          month := month + interval '1 month';
        end loop;
      end $$`);
    await db.query(
      `create function fact_is_final() returns trigger language plpgsql as $$ begin raise exception 'facts are never changed'; end $$`,
    );
    await db.query('create trigger fact_is_final before update or delete on fact for each row execute function fact_is_final()');
    await db.query('create trigger fact_is_never_emptied before truncate on fact for each statement execute function fact_is_final()');
    await db.query('revoke update, delete, truncate on fact, fact_other from habilis_service');
    await db.query('select ensure_fact_months(2)');
  }

  async down(db: QueryRunner): Promise<void> {
    const [row] = (await db.query('select count(*)::int as count from fact')) as [{ count: number }];
    if (row.count > 0) throw new Error('refusing to drop a journal that has entries');
    await db.query('drop table fact');
    await db.query('drop function ensure_fact_months(int)');
    await db.query('drop function fact_is_final()');
    await db.query('drop sequence fact_seq');
  }
}
