import { sql, type Database } from '@habilis/database';
import { AddressBook, type Recipient } from '../ports.ts';

const RECIPIENT = sql(
  'notices.recipient',
  `select id as account, given_name as "givenName", email from account where id = $1 and email is not null and stage <> 'erased'`,
);
const ADMINISTRATORS = sql(
  'notices.administrators',
  `with recursive above as (
     select id, parent_id from organisation where id = $1
     union all select o.id, o.parent_id from organisation o join above on o.id = above.parent_id)
   select distinct account_id as account from role_grant join above on above.id = role_grant.organisation_id
   where role = $2 and revoked_at is null and from_at <= $3 and (until_at is null or $3 < until_at) order by 1`,
);
const NAME = sql('notices.organisation-name', 'select name from organisation where id = $1');

/** Addresses in PostgreSQL, read when a mail goes out, so that the outbox holds none. */
export class PgAddressBook extends AddressBook {
  /** @param role who decides on requests, as the policy names them */
  constructor(
    private readonly db: Database,
    private readonly role = 'site-administrator',
  ) {
    super();
  }

  override async recipient(account: string): Promise<Recipient | undefined> {
    const [row] = await this.db.query<Recipient>(RECIPIENT, [account]);
    return row;
  }

  override async administrators(organisation: string, t: Date): Promise<string[]> {
    const rows = await this.db.query<{ account: string }>(ADMINISTRATORS, [organisation, this.role, t]);
    return rows.map(({ account }) => account);
  }

  override async organisationName(organisation: string): Promise<string | undefined> {
    const [row] = await this.db.query<{ name: string }>(NAME, [organisation]);
    return row?.name;
  }
}
