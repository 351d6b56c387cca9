import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The column, by the fact: an account's hold shuts everything, means are named by their kind. */
const factorOf = (column: string) => `case when new.what = 'factor.held' then new.details->>'${column}' end`;

/**
 * Receipts name the kind of means that was held; people are found by their address without reading them all.
 *
 * Forward and backward: replaces a function; the index is made under a lock that lets accounts be read.
 */
export class WidenReceipts1790000009310 implements MigrationInterface {
  readonly name = 'WidenReceipts1790000009310';

  async up(db: QueryRunner): Promise<void> {
    await db.query(keepReceipt(factorOf('kind')));
    await db.query('create index account_email on account (lower(email)) where email is not null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index account_email');
    await db.query(keepReceipt(`new.details->>'factor'`));
  }
}

const keepReceipt = (factor: string) => `
  create or replace function keep_receipt() returns trigger language plpgsql as $$
  begin
    insert into receipt (number, account_id, kind, at, given_name, family_name, why, until_at, factor)
    select new.details->>'receipt', a.id, new.what, new.at, a.given_name, a.family_name, new.why,
      (new.details->>'until')::timestamptz, ${factor}
    from account a where a.id = new.on_id;
    return null;
  end $$`;
