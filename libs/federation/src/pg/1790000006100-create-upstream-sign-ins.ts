import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * People on their way to an upstream and back, and the upstream sessions they came back from.
 *
 * Forward: empty tables. Nothing here is the truth about anyone: it can all be lost, and people sign in again.
 * States, browsers and jtis are digests; tokens and secrets are sealed.
 * Backward: drops them; sign-ins under way start again.
 */
export class CreateUpstreamSignIns1790000006100 implements MigrationInterface {
  readonly name = 'CreateUpstreamSignIns1790000006100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table upstream_departure (
        id          text        primary key,
        upstream    text        not null,
        issuer      text        not null,
        interaction text        not null,
        browser     text        not null,
        secrets     text,
        fresh       boolean     not null,
        asks_again  boolean     not null,
        started_at  timestamptz not null,
        expires_at  timestamptz not null,
        used_at     timestamptz,
        check (secrets is not null or used_at is not null)
      )`);
    await db.query('create index upstream_departure_old on upstream_departure (expires_at)');
    await db.query(`
      create table upstream_session (
        id           text        primary key,
        account_id   text        not null references account (id) on delete cascade,
        upstream     text        not null,
        subject      text        not null,
        sid          text,
        interaction  text        not null,
        browser      text        not null,
        level        text        not null,
        methods      text[]      not null,
        auth_time    timestamptz not null,
        name         text,
        to_confirm   boolean     not null,
        tokens       text        not null,
        created_at   timestamptz not null,
        confirmed_at timestamptz,
        taken_at     timestamptz,
        ended_at     timestamptz,
        expires_at   timestamptz not null
      )`);
    await db.query(
      'create unique index upstream_session_waiting on upstream_session (interaction) where taken_at is null and ended_at is null',
    );
    await db.query('create index upstream_session_browser on upstream_session (browser, taken_at desc) where ended_at is null');
    await db.query('create index upstream_session_subject on upstream_session (upstream, subject) where ended_at is null');
    await db.query('create index upstream_session_account on upstream_session (account_id)');
    await db.query('create index upstream_session_old on upstream_session (expires_at)');
    await db.query(`
      create table upstream_sign_out (
        id         text        primary key,
        browser    text        not null,
        return_to  text        not null,
        begun_at   timestamptz not null,
        expires_at timestamptz not null
      )`);
    await db.query('create index upstream_sign_out_browser on upstream_sign_out (browser, begun_at desc)');
    await db.query(`
      create table upstream_logout_token (
        upstream text        not null,
        jti      text        not null,
        until_at timestamptz not null,
        primary key (upstream, jti)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    for (const table of ['upstream_logout_token', 'upstream_sign_out', 'upstream_session', 'upstream_departure']) {
      await db.query(`drop table ${table}`);
    }
  }
}
