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
    await db.query(`
      create table organisation (
        id        text primary key,
        kind      text not null check (kind in ('community', 'structure')),
        parent_id text references organisation (id),
        name      text not null,
        finess    text,
        siret     text
      )`);
    await db.query(`
      create table account (
        id              text        primary key,
        stage           text        not null check (stage in ('requested', 'open', 'departed', 'closed', 'archived', 'erased')),
        given_name      text        not null,
        family_name     text        not null,
        email           text,
        epoch           bigint      not null default 1 check (epoch > 0),
        version         int         not null default 1 check (version > 0),
        created_at      timestamptz not null,
        last_sign_in_at timestamptz
      )`);
    await db.query(`
      create table membership (
        account_id      text        not null references account (id),
        organisation_id text        not null references organisation (id),
        stage           text        not null check (stage in ('requested', 'active', 'refused', 'ended')),
        from_at         timestamptz not null,
        until_at        timestamptz,
        primary key (account_id, organisation_id)
      )`);
    await db.query('create index membership_organisation on membership (organisation_id, stage, account_id)');
    await db.query(`
      create table hold (
        id              text        primary key,
        account_id      text        not null references account (id),
        kind            text        not null check (kind in ('absence', 'suspension', 'restriction', 'quarantine')),
        organisation_id text        references organisation (id),
        from_at         timestamptz not null,
        until_at        timestamptz check (until_at > from_at),
        why             text        not null,
        by_id           text        not null,
        lifted_at       timestamptz
      )`);
    await db.query('create index hold_account on hold (account_id, from_at)');
    await db.query(`
      create table identity (
        id           text        primary key,
        account_id   text        not null references account (id),
        upstream     text        not null,
        issuer       text        not null,
        subject      text        not null,
        national_id  text,
        other_ids    jsonb       not null default '[]',
        profile      jsonb       not null default '{}',
        quarantined  text,
        created_at   timestamptz not null,
        last_seen_at timestamptz not null,
        unique (issuer, subject)
      )`);
    await db.query('create index identity_account on identity (account_id)');
    await db.query('create unique index identity_national_id on identity (upstream, national_id) where quarantined is null');
  }

  async down(db: QueryRunner): Promise<void> {
    const [row] = (await db.query('select count(*)::int as count from account')) as [{ count: number }];
    if (row.count > 0) throw new Error('refusing to drop accounts that exist');
    for (const table of ['identity', 'hold', 'membership', 'account', 'organisation']) await db.query(`drop table ${table}`);
  }
}
