import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Organisations, accounts, their places, holds and identities.
 *
 * Forward: empty tables; no lock on anything that exists. Backward: drops them, so it is refused once an
 * account exists.
 */
export class CreateAccounts1790000001100 implements MigrationInterface {
  readonly name = 'CreateAccounts1790000001100';

  async up(db: QueryRunner): Promise<void> {
    for (const statement of [...FOLD, ...PEOPLE, ...PLACES, ...HOLDS, ...IDENTITIES, ...EPOCH]) await db.query(statement);
  }

  async down(db: QueryRunner): Promise<void> {
    const [row] = (await db.query('select count(*)::int as count from account')) as [{ count: number }];
    if (row.count > 0) throw new Error('refusing to drop accounts that exist');
    for (const table of ['quarantine', 'national_id', 'identity', 'hold', 'membership', 'account', 'organisation']) {
      await db.query(`drop table ${table}`);
    }
    for (const name of ['grow_epoch(text)', 'membership_takes_names()', 'account_gives_names()', 'fold(text)']) {
      await db.query(`drop function ${name}`);
    }
  }
}

/** Names as people type them: no accents, no case, one space for anything that is no letter or digit. */
const FOLD = [
  `create function fold(text) returns text language sql immutable strict parallel safe as $$
     select trim(regexp_replace(
       lower(replace(replace(regexp_replace(normalize($1, NFD), '[\\u0300-\\u036f]', '', 'g'), 'œ', 'oe'), 'Œ', 'oe')),
       '[\\s''’.-]+', ' ', 'g'))
   $$`,
];

const PEOPLE = [
  `create table organisation (
     id        text primary key,
     kind      text not null check (kind in ('community', 'structure')),
     parent_id text references organisation (id),
     name      text not null,
     finess    text,
     siret     text
   )`,
  `create table account (
     id              text        primary key,
     stage           text        not null check (stage in ('requested', 'open', 'closed', 'archived', 'erased')),
     given_name      text        not null,
     family_name     text        not null,
     email           text,
     epoch           bigint      not null default 1 check (epoch > 0),
     version         int         not null default 1 check (version > 0),
     created_at      timestamptz not null,
     last_sign_in_at timestamptz,
     sort_name       text        not null collate "C" generated always as (fold(family_name || ' ' || given_name)) stored
   )`,
  'create index account_sort_name on account (sort_name)',
];

/**
 * A place carries its person's folded names, so that a list of one organisation's people is read from one index
 * in order, however many accounts there are. The database keeps the copies.
 */
const PLACES = [
  `create table membership (
     account_id      text        not null references account (id),
     organisation_id text        not null references organisation (id),
     stage           text        not null check (stage in ('requested', 'active', 'refused', 'ended')),
     from_at         timestamptz not null,
     until_at        timestamptz,
     why             text,
     sort_name       text        not null collate "C" default '',
     given_sort_name text        not null collate "C" default '',
     primary key (account_id, organisation_id)
   )`,
  'create index membership_name on membership (organisation_id, sort_name, account_id)',
  'create index membership_given_name on membership (organisation_id, given_sort_name, account_id)',
  'create index membership_stage on membership (organisation_id, stage, sort_name, account_id)',
  'create index membership_over on membership (organisation_id, sort_name, account_id) where until_at is not null',
  `create index membership_waiting on membership (organisation_id, from_at, account_id) where stage = 'requested'`,
  `create function membership_takes_names() returns trigger language plpgsql as $$
     begin
       select a.sort_name, fold(a.given_name || ' ' || a.family_name) into new.sort_name, new.given_sort_name
       from account a where a.id = new.account_id;
       return new;
     end $$`,
  `create trigger membership_takes_names before insert on membership for each row execute function membership_takes_names()`,
  `create function account_gives_names() returns trigger language plpgsql as $$
     begin
       update membership set sort_name = new.sort_name, given_sort_name = fold(new.given_name || ' ' || new.family_name)
       where account_id = new.id;
       return null;
     end $$`,
  `create trigger account_gives_names after update on account for each row
   when (old.given_name is distinct from new.given_name or old.family_name is distinct from new.family_name)
   execute function account_gives_names()`,
];

const HOLDS = [
  `create table hold (
     id              text        primary key,
     account_id      text        not null references account (id),
     kind            text        not null check (kind in ('absence', 'suspension', 'restriction', 'quarantine')),
     organisation_id text        references organisation (id),
     from_at         timestamptz not null,
     until_at        timestamptz check (until_at > from_at),
     why             text        not null,
     by_id           text        not null,
     lifted_at       timestamptz
   )`,
  'create index hold_account on hold (account_id, from_at)',
  'create index hold_running on hold (organisation_id, until_at, account_id) where lifted_at is null',
];

/**
 * Who a person is elsewhere. One identity for each issuer; a national identifier is one person's for ever, also
 * once another took its place. What did not fit together waits in quarantine, apart from what is true.
 */
const IDENTITIES = [
  `create table identity (
     id           text        primary key,
     account_id   text        not null references account (id),
     upstream     text        not null,
     issuer       text        not null,
     subject      text        not null,
     national_id  text,
     given_name   text        not null,
     family_name  text        not null,
     profile      jsonb       not null,
     created_at   timestamptz not null,
     last_seen_at timestamptz not null,
     constraint identity_subject unique (issuer, subject),
     constraint identity_account unique (account_id, issuer)
   )`,
  `create table national_id (
     id         text        primary key,
     account_id text        not null references account (id),
     current    boolean     not null,
     since      timestamptz not null
   )`,
  'create index national_id_account on national_id (account_id)',
  'create unique index national_id_current on national_id (account_id) where current',
  `create table quarantine (
     id          text        primary key,
     issuer      text        not null,
     subject     text        not null,
     national_id text,
     doubt       text        not null,
     account_id  text        references account (id),
     organisation_id text    references organisation (id),
     who         jsonb       not null,
     first_at    timestamptz not null,
     last_at     timestamptz not null,
     settled_at  timestamptz,
     settled_by  text,
     constraint quarantine_once unique nulls not distinct (issuer, subject, national_id, doubt)
   )`,
  'create index quarantine_waiting on quarantine (organisation_id, first_at, id) where settled_at is null',
  'create index quarantine_account on quarantine (account_id) where settled_at is null',
];

/** Makes what was allowed under an older epoch count no more, and says so to every replica; for every library. */
const EPOCH = [
  `create function grow_epoch(text) returns bigint language sql as $$
     select pg_notify('epoch', $1);
     update account set epoch = epoch + 1 where id = $1 returning epoch
   $$`,
];
