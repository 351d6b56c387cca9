import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Identifiers and passwords, one-time links, and the sign-ins that use them.
 *
 * Forward: empty tables, but for the key of an account they reference. Backward: drops them; people who have no
 * other means can no longer sign in, so it is refused once a password exists.
 */
export class CreateLocalSignIn1790000009100 implements MigrationInterface {
  readonly name = 'CreateLocalSignIn1790000009100';

  async up(db: QueryRunner): Promise<void> {
    for (const statement of [...PASSWORDS, ...LINKS, ...SIGN_INS]) await db.query(statement);
  }

  async down(db: QueryRunner): Promise<void> {
    const [row] = (await db.query('select count(*)::int as count from password')) as [{ count: number }];
    if (row.count > 0) throw new Error('refusing to drop passwords that exist');
    for (const table of ['known_browser', 'local_sign_in', 'one_time_link', 'past_password', 'password', 'identifier']) {
      await db.query(`drop table ${table}`);
    }
  }
}

const PASSWORDS = [
  `create table identifier (
     account_id text        primary key references account (id) on delete cascade,
     written    text        not null,
     folded     text        not null unique,
     created_at timestamptz not null
   )`,
  `create table password (
     account_id     text        primary key references account (id) on delete cascade,
     phc            text        not null,
     pepper         text,
     changed_at     timestamptz not null,
     must_change_by timestamptz,
     must_change_why text,
     held_since     timestamptz,
     held_why       text
   )`,
  `create table past_password (
     account_id text        not null references account (id) on delete cascade,
     phc        text        not null,
     pepper     text,
     until_at   timestamptz not null
   )`,
  'create index past_password_account on past_password (account_id, until_at desc)',
];

const LINKS = [
  `create table one_time_link (
     id         text        primary key,
     kind       text        not null,
     account_id text        not null references account (id) on delete cascade,
     by_id      text        not null,
     details    jsonb       not null,
     created_at timestamptz not null,
     expires_at timestamptz not null,
     used_at    timestamptz,
     ended_at   timestamptz
   )`,
  'create index one_time_link_account on one_time_link (account_id, kind) where used_at is null and ended_at is null',
  'create index one_time_link_old on one_time_link (expires_at)',
];

const SIGN_INS = [
  `create table local_sign_in (
     id          text        primary key,
     secret      text        not null unique,
     interaction text        not null unique,
     purpose     text        not null,
     account_id  text        references account (id) on delete cascade,
     proofs      jsonb       not null,
     created_at  timestamptz not null,
     expires_at  timestamptz not null,
     taken_at    timestamptz
   )`,
  'create index local_sign_in_old on local_sign_in (expires_at)',
  `create table known_browser (
     account_id text        not null references account (id) on delete cascade,
     browser    text        not null,
     label      text        not null,
     first_at   timestamptz not null,
     last_at    timestamptz not null,
     primary key (account_id, browser)
   )`,
  'create index known_browser_old on known_browser (last_at)',
];
