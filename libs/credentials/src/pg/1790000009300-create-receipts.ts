import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A receipt is kept with the fact it copies, in the same transaction, and is never changed.
 *
 * Facts are retired after some months; what a person may have to show for years is not. Forward: an empty table; takes
 * the lock of a trigger on `fact` for a moment. Backward: refused once someone holds a receipt.
 */
export class CreateReceipts1790000009300 implements MigrationInterface {
  readonly name = 'CreateReceipts1790000009300';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table receipt (
        number      text        primary key,
        account_id  text        not null references account (id),
        kind        text        not null,
        at          timestamptz not null,
        given_name  text        not null,
        family_name text        not null,
        why         text        not null,
        until_at    timestamptz,
        factor      text
      )`);
    await db.query('create index receipt_account on receipt (account_id, at desc)');
    await db.query('revoke update, delete, truncate on receipt from habilis_service');
    await db.query(`
      create function keep_receipt() returns trigger language plpgsql as $$
      begin
        insert into receipt (number, account_id, kind, at, given_name, family_name, why, until_at, factor)
        select new.details->>'receipt', a.id, new.what, new.at, a.given_name, a.family_name, new.why,
          (new.details->>'until')::timestamptz, new.details->>'factor'
        from account a where a.id = new.on_id;
        return null;
      end $$`);
    await db.query(`
      create trigger keep_receipt after insert on fact for each row
      when (new.details ->> 'receipt' is not null) execute function keep_receipt()`);
  }

  async down(db: QueryRunner): Promise<void> {
    const [row] = (await db.query('select count(*)::int as count from receipt')) as [{ count: number }];
    if (row.count > 0) throw new Error('refusing to drop receipts that people hold');
    await db.query('drop trigger keep_receipt on fact');
    await db.query('drop function keep_receipt()');
    await db.query('drop table receipt');
  }
}
