import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the OpenID Provider remembers, and its signing keys.
 *
 * Forward: two empty tables. Backward: drops them, which signs everyone out.
 *
 * `id` is a hash wherever the id is worth something to whoever holds it; the few secrets that must be read
 * back are sealed. A session that ended keeps its row until it expires, so that a request under way in another
 * replica cannot bring it back. Every search is by an index, expiry included.
 */
export class CreateOidcRecords1790000007100 implements MigrationInterface {
  readonly name = 'CreateOidcRecords1790000007100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table oidc_record (
        id          text        primary key,
        model       text        not null,
        payload     json        not null,
        sealed      text,
        account_id  text,
        client_id   text,
        grant_id    text,
        session_uid text,
        uid         text,
        user_code   text,
        epoch       bigint,
        consumed_at timestamptz,
        ended_at    timestamptz,
        expires_at  timestamptz not null
      )`);
    await db.query('create unique index oidc_record_uid on oidc_record (uid)');
    await db.query('create unique index oidc_record_user_code on oidc_record (user_code)');
    await db.query('create index oidc_record_grant on oidc_record (grant_id)');
    await db.query('create index oidc_record_account on oidc_record (account_id)');
    await db.query('create index oidc_record_expiry on oidc_record (expires_at)');
    await db.query(`
      create table oidc_key (
        kid        text        primary key,
        alg        text        not null check (alg in ('ES256', 'RS256')),
        state      text        not null check (state in ('next', 'current', 'previous')),
        public     jsonb       not null,
        sealed     text        not null,
        created_at timestamptz not null,
        changed_at timestamptz not null
      )`);
    await db.query(`create unique index oidc_key_current on oidc_key (alg) where state = 'current'`);
    await db.query(`create unique index oidc_key_next on oidc_key (alg) where state = 'next'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table oidc_key');
    await db.query('drop table oidc_record');
  }
}
