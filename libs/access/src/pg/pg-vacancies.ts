import { appendFact, sql, type Database } from '@habilis/database';
import type { Fact } from '@habilis/kernel';
import { Vacancies, type Vacancy, type Watched } from '../grant/vacancy.ts';

/**
 * Whether somebody effective holds a role at an instant: their account open, their place active, nothing that holds them.
 *
 * A charter they owe does not count against them: they answer it at their next sign-in. Holders are looked at one by one until
 * one does: written as joins, PostgreSQL reads everybody's places and holds to answer for all at once.
 */
const held = (organisation: string, role: string, t: string, but = 'null::text') => `coalesce((
  select true from role_grant h
  where h.organisation_id = ${organisation} and h.role = ${role} and h.revoked_at is null
    and h.from_at <= ${t} and (h.until_at is null or h.until_at > ${t}) and h.account_id is distinct from ${but}
    and (select a.stage = 'open' from account a where a.id = h.account_id)
    and (
      select m.stage = 'active' and m.from_at <= ${t} and (m.until_at is null or m.until_at > ${t})
      from membership m where m.account_id = h.account_id and m.organisation_id = h.organisation_id)
    and (
      select count(*) = 0 from hold x
      where x.account_id = h.account_id and (x.organisation_id is null or x.organisation_id = h.organisation_id)
        and x.lifted_at is null and x.from_at <= ${t} and (x.until_at is null or x.until_at > ${t}))
  limit 1), false)`;

/** $1 roles, $2 the instant, $3 whether it is one to come, $4 now. */
const FILL = sql(
  'vacancy.fill',
  `update role_vacancy v set filled_at = $4 where filled_at is null and soon = $3 and (role <> all ($1) or ${held('v.organisation_id', 'v.role', '$2')})`,
);
const OPEN_NEW = sql(
  'vacancy.open',
  `insert into role_vacancy (organisation_id, role, soon, since)
   select g.organisation_id, g.role, $3::boolean, $4::timestamptz
   from (select distinct organisation_id, role from role_grant where role = any ($1)) g
   where not ${held('g.organisation_id', 'g.role', '$2')}
     and not ($3 and exists (select 1 from role_vacancy o where o.organisation_id = g.organisation_id and o.role = g.role and not o.soon and o.filled_at is null))
   on conflict (organisation_id, role, soon) where filled_at is null do nothing
   returning organisation_id as organisation, role`,
);
const LEFT_BY = sql(
  'vacancy.left-by',
  `select distinct g.organisation_id as organisation, g.role from role_grant g
   where g.account_id = $1 and g.role = any ($2) and ($3::text is null or g.organisation_id = $3)
     and g.revoked_at is null and g.from_at <= $4 and (g.until_at is null or g.until_at > $4)
     and not ${held('g.organisation_id', 'g.role', '$4', '$1')} order by 1, 2`,
);
const OPEN = sql(
  'vacancy.known',
  `select organisation_id as organisation, role, soon, since from role_vacancy
   where filled_at is null and organisation_id = any ($1) order by soon, since limit 500`,
);

/** Roles that nobody holds, in PostgreSQL. */
export class PgVacancies extends Vacancies {
  constructor(private readonly db: Database) {
    super();
  }

  override async tell(roles: readonly string[], { t, at, soon }: Watched, factOf: (vacancy: Vacancy) => Fact): Promise<void> {
    await this.db.transaction(async (tx) => {
      await tx.query(FILL, [roles, t, soon, at]);
      const opened = await tx.query<Vacancy>(OPEN_NEW, [roles, t, soon, at]);
      for (const each of opened) await appendFact(tx, factOf(each));
    });
  }

  override leftBy(account: string, roles: readonly string[], organisation: string | null, t: Date): Promise<readonly Vacancy[]> {
    return this.db.query<Vacancy>(LEFT_BY, [account, roles, organisation, t]);
  }

  override open(organisations: readonly string[]) {
    return this.db.query<Vacancy & { since: Date; soon: boolean }>(OPEN, [organisations]);
  }
}
