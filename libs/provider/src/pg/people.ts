import { activitiesOf, NO_PROFILE, type ChoosableActivity, type ProfessionalProfile } from '@habilis/accounts';
import { sql, type Database } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import { activityClaim, type PersonClaims } from '../claims.ts';
import { People } from '../ports.ts';

interface PersonRow {
  readonly given_name: string;
  readonly family_name: string;
  readonly email: string | null;
  readonly national_id: string | null;
  readonly profile: ProfessionalProfile | null;
  readonly organisations: readonly { id: string; name: string }[];
}

/** Members only of what they belong to now; the profile is the one seen last. */
const PERSON = sql(
  'oidc.person',
  `select a.given_name, a.family_name, a.email,
     (select n.id from national_id n where n.account_id = a.id and n.current limit 1) as national_id,
     (select i.profile from identity i where i.account_id = a.id order by i.last_seen_at desc limit 1) as profile,
     (select coalesce(json_agg(json_build_object('id', o.id, 'name', o.name) order by o.id), '[]')
      from membership m join organisation o on o.id = m.organisation_id
      where m.account_id = a.id and m.stage = 'active' and m.from_at <= $2 and (m.until_at is null or m.until_at > $2)) as organisations
   from account a where a.id = $1`,
);

const ORGANISATION = sql('oidc.organisation', 'select name from organisation where id = $1');

/** Reads people where accounts keep them, in one statement. */
export class PgPeople extends People {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async claimsOf(accountId: string): Promise<PersonClaims | undefined> {
    const row = await this.read(accountId);
    if (!row) return undefined;
    const activities = activitiesOf(row.profile ?? NO_PROFILE);
    return {
      name: `${row.given_name} ${row.family_name}`,
      given_name: row.given_name,
      family_name: row.family_name,
      email: row.email ?? undefined,
      national_id: row.national_id ?? undefined,
      profession: row.profile?.exercises.map(({ profession, category, skill }) => ({ profession, category, skill })),
      activities: activities.map(activityClaim),
      organisations: row.organisations,
    };
  }

  override async activitiesOf(accountId: string): Promise<readonly ChoosableActivity[]> {
    return activitiesOf((await this.read(accountId))?.profile ?? NO_PROFILE);
  }

  override async organisationName(organisation: string): Promise<string | undefined> {
    const [row] = await this.db.query<{ name: string }>(ORGANISATION, [organisation]);
    return row?.name;
  }

  private async read(accountId: string): Promise<PersonRow | undefined> {
    const [row] = await this.db.query<PersonRow>(PERSON, [accountId, this.clock.now()]);
    return row;
  }
}
