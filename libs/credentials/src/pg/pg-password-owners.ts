import { sql, type Database } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import { PasswordOwners, type PasswordOwner } from '../password/password-owner.ts';

/** Tables of other libraries, read by their names; each part is one list. */
const OF = sql(
  'password-owner.of',
  `with recursive place as (
     select o.id, o.parent_id, o.name, o.finess, o.siret from membership m join organisation o on o.id = m.organisation_id
     where m.account_id = $1 and m.stage = 'active' and m.from_at <= $2 and (m.until_at is null or $2 < m.until_at)
     union select o.id, o.parent_id, o.name, o.finess, o.siret from organisation o join place on o.id = place.parent_id)
   select a.id as account, a.given_name as "givenName", a.family_name as "familyName", a.email,
     (select coalesce(array_agg(id), '{}') from place where parent_id is null) as communities,
     (select coalesce(array_agg(word), '{}') from (
        select unnest(array[name, finess, siret]) as word from place
        union all select id from national_id where account_id = a.id
        union all select profile ->> 'rpps' from identity where account_id = a.id
        union all select given_name || ' ' || family_name from identity where account_id = a.id
        union all select jsonb_path_query(profile, '$.exercises[*].activities[*].workplace.name') #>> '{}' from identity where account_id = a.id
        union all select written from identifier where account_id = a.id) words where word is not null and word <> '') as around,
     exists (select 1 from role_grant where account_id = a.id and role = any ($3) and revoked_at is null
       and from_at <= $2 and (until_at is null or $2 < until_at)) as administrator
   from account a where a.id = $1`,
);

/** Who is behind an account, in PostgreSQL. */
export class PgPasswordOwners extends PasswordOwners {
  /** @param roles those of the console, as the policy names them */
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly roles: readonly string[] = ['site-administrator', 'security-officer'],
  ) {
    super();
  }

  override async of(account: string): Promise<PasswordOwner | undefined> {
    const [row] = await this.db.query<PasswordOwner>(OF, [account, this.clock.now(), this.roles]);
    return row;
  }
}
