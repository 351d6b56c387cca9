import { appendFact, enqueue, sql, type Database } from '@habilis/database';
import type { Fact } from '@habilis/kernel';
import { remindersOf, Renewals, type AskedPerson, type Renewal, type RenewalPerson, type RenewalQuery } from '../renewal/renewal.ts';

/** People of a place and below it who hold what is asked for; reads accounts and grants by name. */
const FIND = sql(
  'renewal.find',
  `with recursive below as (
     select id from organisation where id = $1 union select o.id from organisation o join below b on o.parent_id = b.id),
   held as (
     select distinct a.id, a.given_name, a.family_name,
       (select p.changed_at from password p where p.account_id = a.id) as password_at,
       (select max(f.created_at) from factor f where f.account_id = a.id) as factor_at
     from account a join membership m on m.account_id = a.id join below b on b.id = m.organisation_id
     where a.stage = 'open' and m.stage = 'active' and m.from_at <= now() and (m.until_at is null or now() < m.until_at) and a.id <> $5
       and ($3::text is null or exists (
         select 1 from role_grant g join below b2 on b2.id = g.organisation_id
         where g.account_id = a.id and g.role = $3 and g.revoked_at is null and g.from_at <= now() and (g.until_at is null or now() < g.until_at)))),
   changed as (
     select id, family_name || ' ' || given_name as name,
       case $2 when 'password' then password_at when 'factor' then factor_at else greatest(password_at, factor_at) end as last_change
     from held)
   select id as account, name, last_change as "lastChange" from changed
   where last_change is not null and ($4::timestamptz is null or last_change < $4) order by fold(name), id limit 5001`,
);
const START = sql(
  'renewal.start',
  `insert into renewal (id, organisation_id, what, role, not_since, why, started_by, started_at, deadline)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);
const ASK = sql(
  'renewal.ask',
  `insert into renewal_person (renewal_id, account_id, last_change)
   select $1, a.id, greatest((select p.changed_at from password p where p.account_id = a.id), (select max(f.created_at) from factor f where f.account_id = a.id))
   from account a where a.id = any ($2)`,
);
const COLUMNS = `r.id, jsonb_build_object('organisation', r.organisation_id, 'what', r.what, 'role', r.role) as query, r.not_since, r.why,
  r.started_by as "startedBy", r.started_at as "startedAt", r.deadline,
  (select count(*)::int from renewal_person p where p.renewal_id = r.id) as asked,
  (select count(*)::int from renewal_person p where p.renewal_id = r.id and p.renewed_at is not null) as renewed`;
const LIST = sql(
  'renewal.list',
  `select ${COLUMNS} from renewal r where r.organisation_id = any ($1) order by r.started_at desc limit 100`,
);
const GET = sql('renewal.get', `select ${COLUMNS} from renewal r where r.id = $1`);
const PEOPLE = sql(
  'renewal.people',
  `select p.account_id as account, a.family_name || ' ' || a.given_name as name, p.last_change as "lastChange",
     p.reminded_at as "remindedAt", p.renewed_at as "renewedAt"
   from renewal_person p join account a on a.id = p.account_id where p.renewal_id = $1 order by a.sort_name, a.id`,
);

type Row = Renewal & { readonly not_since: Date | null };

/** Renewals in PostgreSQL. */
export class PgRenewals extends Renewals {
  constructor(private readonly db: Database) {
    super();
  }

  override async find({ organisation, what, role, notSince }: RenewalQuery, except: string): Promise<readonly RenewalPerson[]> {
    return this.db.query<RenewalPerson>(FIND, [organisation, what, role, notSince, except]);
  }

  override async start(renewal: Omit<Renewal, 'asked' | 'renewed'>, people: readonly string[], fact: Fact): Promise<void> {
    const { id, query, why, startedBy, startedAt, deadline } = renewal;
    await this.db.transaction(async (tx) => {
      await tx.query(START, [id, query.organisation, query.what, query.role, query.notSince, why, startedBy, startedAt, deadline]);
      await tx.query(ASK, [id, people]);
      await appendFact(tx, fact);
      for (const account of people) {
        const payload = { renewal: id, account };
        await enqueue(tx, { topic: 'renewal.owe', about: account, payload, dueAt: startedAt });
        for (const dueAt of remindersOf(deadline, startedAt)) {
          await enqueue(tx, { topic: 'renewal.remind', about: account, payload, dueAt });
        }
      }
    });
  }

  override async list(organisations: readonly string[]): Promise<readonly Renewal[]> {
    return (await this.db.query<Row>(LIST, [organisations])).map(toRenewal);
  }

  override async get(id: string): Promise<(Renewal & { readonly people: readonly AskedPerson[] }) | undefined> {
    const [row] = await this.db.query<Row>(GET, [id]);
    return row && { ...toRenewal(row), people: await this.db.query<AskedPerson>(PEOPLE, [id]) };
  }
}

const toRenewal = ({ not_since: notSince, ...row }: Row): Renewal => ({ ...row, query: { ...row.query, notSince } });
