import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Second factors: applications of codes, passkeys, recovery codes; what is being enrolled, and what keys are asked to sign.
 *
 * Forward: empty tables, but for the key of an account they reference. Backward: drops them; people whom something asks
 * for a second factor could no longer sign in, so it is refused once a factor exists.
 */
export class CreateFactors1790000009200 implements MigrationInterface {
  readonly name = 'CreateFactors1790000009200';

  async up(db: QueryRunner): Promise<void> {
    for (const statement of [...FACTORS, ...ENROLMENTS]) await db.query(statement);
  }

  async down(db: QueryRunner): Promise<void> {
    const [row] = (await db.query('select count(*)::int as count from factor')) as [{ count: number }];
    if (row.count > 0) throw new Error('refusing to drop factors that exist');
    for (const table of ['webauthn_challenge', 'factor_enrolment', 'recovery_code', 'factor']) await db.query(`drop table ${table}`);
  }
}

/** `secret` is sealed; of a recovery code only a keyed digest is kept. */
const FACTORS = [
  `create table factor (
     id            text        primary key,
     account_id    text        not null references account (id) on delete cascade,
     kind          text        not null check (kind in ('totp', 'passkey', 'recovery')),
     name          text        not null,
     secret        text        check ((secret is not null) = (kind = 'totp')),
     accepted_step bigint      check ((accepted_step is not null) = (kind = 'totp')),
     credential_id text        unique check ((credential_id is not null) = (kind = 'passkey')),
     public_key    bytea       check ((public_key is not null) = (kind = 'passkey')),
     counter       bigint      check ((counter is not null) = (kind = 'passkey')),
     transports    text[],
     device_bound  boolean     check ((device_bound is not null) = (kind = 'passkey')),
     created_at    timestamptz not null,
     last_used_at  timestamptz,
     held_since    timestamptz,
     held_why      text        check ((held_why is null) = (held_since is null))
   )`,
  'create index factor_account on factor (account_id, created_at)',
  `create unique index factor_one_sheet on factor (account_id) where kind = 'recovery'`,
  `create table recovery_code (
     factor_id text        not null references factor (id) on delete cascade,
     digest    text        not null,
     used_at   timestamptz,
     primary key (factor_id, digest)
   )`,
];

const ENROLMENTS = [
  `create table factor_enrolment (
     id         text        primary key,
     account_id text        not null references account (id) on delete cascade,
     browser    text        not null,
     secret     text        not null,
     expires_at timestamptz not null,
     unique (account_id, browser)
   )`,
  'create index factor_enrolment_old on factor_enrolment (expires_at)',
  `create table webauthn_challenge (
     digest     text        primary key,
     purpose    text        not null check (purpose in ('enrol', 'prove')),
     browser    text        not null,
     account_id text        references account (id) on delete cascade,
     expires_at timestamptz not null
   )`,
  'create index webauthn_challenge_old on webauthn_challenge (expires_at)',
];
