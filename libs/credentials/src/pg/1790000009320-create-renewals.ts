import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SHOWN_BY } from '../renewal/renewal.ts';

/**
 * Renewals asked of many people, and what shows that each has renewed.
 *
 * A renewal is noted by the fact of it, in the same transaction, so that whoever changes a password or adds a factor need
 * not know that one was asked. Forward: empty tables; takes the lock of a trigger on `fact` for a moment. Backward: drops
 * them; holds that were written stay, and are lifted by hand.
 */
export class CreateRenewals1790000009320 implements MigrationInterface {
  readonly name = 'CreateRenewals1790000009320';

  async up(db: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...SHOWN]) await db.query(statement);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop trigger note_renewal on fact');
    await db.query('drop function note_renewal()');
    await db.query('drop table renewal_person');
    await db.query('drop table renewal');
  }
}

const TABLES = [
  `create table renewal (
     id              text        primary key,
     organisation_id text        not null references organisation (id),
     what            text        not null check (what in ('password', 'factor', 'any')),
     role            text,
     not_since       timestamptz,
     why             text        not null,
     started_by      text        not null,
     started_at      timestamptz not null,
     deadline        timestamptz not null check (deadline > started_at)
   )`,
  'create index renewal_organisation on renewal (organisation_id, started_at desc)',
  `create table renewal_person (
     renewal_id  text        not null references renewal (id),
     account_id  text        not null references account (id),
     last_change timestamptz,
     hold_id     text,
     reminded_at timestamptz,
     renewed_at  timestamptz,
     primary key (renewal_id, account_id)
   )`,
  'create index renewal_person_owing on renewal_person (account_id) where renewed_at is null',
];

const list = (facts: readonly string[]) => facts.map((each) => `'${each}'`).join(', ');

const SHOWN = [
  `create function note_renewal() returns trigger language plpgsql as $$
   begin
     with done as (
       update renewal_person p set renewed_at = new.at from renewal r
       where p.account_id = new.on_id and p.renewed_at is null and r.id = p.renewal_id and r.started_at < new.at
         and case r.what when 'password' then new.what in (${list(SHOWN_BY.password)})
                         when 'factor' then new.what in (${list(SHOWN_BY.factor)}) else true end
       returning p.renewal_id)
     insert into outbox (id, topic, about, payload, due_at)
     select 'out-' || replace(gen_random_uuid()::text, '-', ''), 'renewal.renewed', new.on_id,
       jsonb_build_object('renewal', renewal_id, 'account', new.on_id), new.at from done;
     perform pg_notify('outbox', 'renewal.renewed');
     return null;
   end $$`,
  `create trigger note_renewal after insert on fact for each row
   when (new.what in (${list(SHOWN_BY.any)})) execute function note_renewal()`,
];
