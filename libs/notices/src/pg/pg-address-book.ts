import { sql, type Database } from '@habilis/database';
import { AddressBook, type InCharge, type Recipient } from '../ports.ts';

const RECIPIENT = sql(
  'notices.recipient',
  `select id as account, given_name as "givenName", email from account where id = $1 and email is not null and stage <> 'erased'`,
);
const IN_CHARGE = sql(
  'notices.in-charge',
  `with recursive above as (
     select id, parent_id from organisation
     where id = $1 or ($1::text is null and (id in (select organisation_id from membership where account_id = $4 and stage in ('active', 'requested'))
       or parent_id is null and not exists (select from account where id = $4)))
     union select o.id, o.parent_id from organisation o join above on o.id = above.parent_id)
   select distinct account_id as account from role_grant join above on above.id = role_grant.organisation_id
   where role = $2 and revoked_at is null and from_at <= $3 and (until_at is null or $3 < until_at) order by 1`,
);
const NAME = sql('notices.organisation-name', 'select name from organisation where id = $1');

/** The roles of those in charge, as the policy names them. */
const ROLES: Readonly<Record<InCharge, string>> = { administrators: 'site-administrator', officers: 'security-officer' };

const PORTAL = 'portal:';

/** Reads the tables of accounts and grants by name: this floor does not know those libraries. */
export class PgAddressBook extends AddressBook {
  /** @param contactOf the address of whoever answers for a portal */
  constructor(
    private readonly db: Database,
    private readonly contactOf: (portal: string) => string | undefined = () => undefined,
  ) {
    super();
  }

  override async recipient(account: string): Promise<Recipient | undefined> {
    if (account.startsWith(PORTAL)) {
      const email = this.contactOf(account.slice(PORTAL.length));
      return email === undefined ? undefined : { account, givenName: '', email };
    }
    const [row] = await this.db.query<Recipient>(RECIPIENT, [account]);
    return row;
  }

  override async inCharge(who: InCharge, of: { organisation: string | null; account: string }, t: Date): Promise<string[]> {
    const rows = await this.db.query<{ account: string }>(IN_CHARGE, [of.organisation, ROLES[who], t, of.account]);
    return rows.map(({ account }) => account);
  }

  override async organisationName(organisation: string): Promise<string | undefined> {
    const [row] = await this.db.query<{ name: string }>(NAME, [organisation]);
    return row?.name;
  }
}
