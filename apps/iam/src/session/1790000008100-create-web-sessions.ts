import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Sessions of our own screens: the console and the person's own pages.
 *
 * Forward: an empty table. Backward: signs everyone out of both.
 * The cookie's value is kept hashed, the ID token sealed.
 */
export class CreateWebSessions1790000008100 implements MigrationInterface {
  readonly name = 'CreateWebSessions1790000008100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table web_session (
        key_hash     text        primary key,
        id           text        not null unique,
        account_id   text        not null references account (id),
        client_id    text        not null,
        sid          text,
        acr          text,
        auth_time    timestamptz not null,
        id_token     text        not null,
        created_at   timestamptz not null,
        last_seen_at timestamptz not null
      )`);
    await db.query('create index web_session_account on web_session (account_id)');
    await db.query('create index web_session_sid on web_session (sid)');
    await db.query('create index web_session_last_seen on web_session (last_seen_at)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table web_session');
  }
}
