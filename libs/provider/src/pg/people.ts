import { activitiesOf, NO_PROFILE, type ChoosableActivity, type ProfessionalProfile } from '@habilis/accounts';
import { sql, type Database } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import { activityClaim, type PersonClaims } from '../claims.ts';
import { People } from '../ports.ts';
import { requestMemory } from './request-memory.ts';

/** What is known of a person, as its row says it. */
export interface PersonRow {
  readonly given: string;
  readonly family: string;
  readonly email: string | null;
  readonly nationalId: string | null;
  readonly profile: ProfessionalProfile | null;
  readonly organisations: readonly { id: string; name: string }[];
}

/**
 * A person in one column: only what they belong to now; the profile is the one seen last.
 *
 * @param account what names the account, @param at the instant, in the words of the statement around it
 */
export const personOf = (account: string, at: string) => `(
  select json_build_object('given', who.given_name, 'family', who.family_name, 'email', who.email,
    'nationalId', (select n.id from national_id n where n.account_id = who.id and n.current limit 1),
    'profile', (select i.profile from identity i where i.account_id = who.id order by i.last_seen_at desc limit 1),
    'organisations', (select coalesce(json_agg(json_build_object('id', o.id, 'name', o.name) order by o.id), '[]')
      from membership m join organisation o on o.id = m.organisation_id
      where m.account_id = who.id and m.stage = 'active' and m.from_at <= ${at} and (m.until_at is null or m.until_at > ${at})))
  from account who where who.id = ${account})`;

const PERSON = sql('oidc.person', `select ${personOf('$1', '$2::timestamptz')} as person`);

const ORGANISATION = sql('oidc.organisation', 'select name from organisation where id = $1');

/** Reads people where accounts keep them, once a request: userinfo's statement brings its person along. */
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
      name: `${row.given} ${row.family}`,
      given_name: row.given,
      family_name: row.family,
      email: row.email ?? undefined,
      national_id: row.nationalId ?? undefined,
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

  private read(accountId: string): Promise<PersonRow | null> {
    const known = requestMemory()?.people;
    const reading = known?.get(accountId) ?? this.ask(accountId);
    known?.set(accountId, reading);
    return reading;
  }

  private async ask(accountId: string): Promise<PersonRow | null> {
    const [row] = await this.db.query<{ person: PersonRow | null }>(PERSON, [accountId, this.clock.now()]);
    return row?.person ?? null;
  }
}
