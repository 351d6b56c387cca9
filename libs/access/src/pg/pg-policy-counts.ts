import { sql, type Database } from '@habilis/database';
import type { Policy } from '../policy/language/policy.ts';
import { PolicyCounts, type Refused } from '../policy/dry-run.ts';
import type { Difference } from '../policy/compare-policies.ts';

/** Refusals that are looked at, at most: the latest. */
const MOST = 50_000;

/** Who wears one of the roles: by a grant, by a place, or by having an account. */
const WEARING = `
  select g.account_id from role_grant g
   where g.role = any ($1) and g.revoked_at is null and g.from_at <= $4 and (g.until_at is null or g.until_at > $4)
  union select m.account_id from structure_grant s join membership m on m.organisation_id = s.structure_id and m.stage = 'active'
   where s.role = any ($1) and s.approved_at is not null and s.revoked_at is null and s.from_at <= $4 and (s.until_at is null or s.until_at > $4)
  union select m.account_id from membership m
   where $2 and m.stage = 'active' and m.from_at <= $4 and (m.until_at is null or m.until_at > $4)
  union select a.id from account a where $3 and a.stage = 'open'`;

const COUNT = sql(
  'policy.wearing',
  `with wearing as (${WEARING})
   select (select count(*)::int from wearing) as people, array(
     select distinct w.account_id from wearing w join membership m on m.account_id = w.account_id
     where m.organisation_id = any ($5) order by 1 limit 20) as some`,
);

const REFUSED = sql(
  'policy.refused',
  `with looked as (
     select on_id, by_id, details->>'type' as type, details->>'action' as action
     from fact where what = 'decision.denied' and at > $2 and at <= $3 order by at desc limit ${MOST}),
   gains as (select * from jsonb_to_recordset($1) as gain(role text, portal text, type text, action text, implied text))
   select (select count(*)::int from looked) as looked,
     (select count(*)::int from looked l where exists (
        select 1 from gains n
        where n.type = l.type and n.action = l.action and l.by_id = 'client:' || n.portal
          and (n.implied is not null or exists (
            select 1 from role_grant g where g.account_id = l.on_id and g.role = n.role and g.revoked_at is null
              and g.from_at <= $3 and (g.until_at is null or g.until_at > $3))))) as differ`,
);

/** @param policy in force: it says which roles are held without a grant */
export class PgPolicyCounts extends PolicyCounts {
  constructor(
    private readonly db: Database,
    private readonly policy: Policy,
  ) {
    super();
  }

  override async wearing(roles: readonly string[], at: Date, seen: readonly string[]) {
    if (roles.length === 0) return { people: 0, some: [] };
    const { membership, account } = this.policy.implied;
    const has = (implied: readonly string[]) => roles.some((each) => implied.includes(each));
    const [row] = await this.db.query<{ people: number; some: string[] }>(COUNT, [roles, has(membership), has(account), at, seen]);
    return row!;
  }

  override async refused(gains: readonly Pick<Difference, 'role' | 'type' | 'action'>[], since: Date, at: Date): Promise<Refused> {
    const { membership, account } = this.policy.implied;
    const asked = gains.flatMap(({ role, type, action }) => {
      const [portal, short] = type.split(':') as [string, string | undefined];
      return short ? [{ role, portal, type: short, action, implied: [...membership, ...account].includes(role) ? role : null }] : [];
    });
    const [row] = await this.db.query<Refused & { looked: number; differ: number }>(REFUSED, [JSON.stringify(asked), since, at]);
    return row!;
  }
}
