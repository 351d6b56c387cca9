import { activitiesOf, NO_PROFILE, type ChoosableActivity } from '@habilis/accounts';
import { sql, type Database } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import { LRUCache } from 'lru-cache';
import { activityClaim, type Claim, type PersonClaims } from '../claims.ts';
import { People } from '../ports.ts';
import { requestMemory } from './request-memory.ts';
import type { PersonRow } from './rows.ts';

/**
 * A person in one column: only what they belong to now; the profile is the one seen last by a way in that is still theirs.
 *
 * @param account what names the account, @param at the instant, @param more whether to read what is around the person's
 *   own row, in the words of the statement around it
 */
export const personOf = (account: string, at: string, more = 'true') => `(
  select json_build_object('given', who.given_name, 'family', who.family_name, 'email', who.email,
    'nationalId', case when ${more} then (select n.id from national_id n where n.account_id = who.id and n.current limit 1) end,
    'profile', case when ${more} then (select i.profile from identity i where i.account_id = who.id and i.unlinked_at is null
       order by i.last_seen_at desc limit 1) end,
    'organisations', case when ${more} then (select coalesce(json_agg(json_build_object('id', o.id, 'name', o.name) order by o.id), '[]')
      from membership m join organisation o on o.id = m.organisation_id
      where m.account_id = who.id and m.stage = 'active' and m.from_at <= ${at} and (m.until_at is null or m.until_at > ${at})) end)
  from account who where who.id = ${account})`;

/** A claim read from what is known of a person; the activity they come in is the grant's to say. */
// prettier-ignore
const CLAIMS: Readonly<Partial<Record<Claim, (row: PersonRow) => unknown>>> = {
  name:          ({ given, family }) => `${given} ${family}`,
  given_name:    ({ given }) => given,
  family_name:   ({ family }) => family,
  email:         ({ email }) => email,
  national_id:   ({ nationalId }) => nationalId,
  profession:    ({ profile }) => profile?.exercises.map(({ profession, category, skill }) => ({ profession, category, skill })),
  activities:    ({ profile }) => activitiesOf(profile ?? NO_PROFILE).map(activityClaim),
  organisations: ({ organisations }) => organisations,
};

const PERSON = sql('oidc.person', `select ${personOf('$1', '$2::timestamptz')} as person`);

const ORGANISATION = sql('oidc.organisation', 'select name from organisation where id = $1');

/** Reads people where accounts keep them, once a request: userinfo's statement brings its person along. */
export class PgPeople extends People {
  /** Every sign-in page says one; they change when a replica starts with another file. */
  readonly #names = new LRUCache<string, string>({ max: 1_000, ttl: 60_000 });

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async claimsOf(accountId: string, told: readonly Claim[]): Promise<PersonClaims> {
    const row = await this.read(accountId);
    if (!row) return {};
    return Object.fromEntries(
      told.map((each) => [each, CLAIMS[each]?.(row)] as const).filter(([, value]) => value !== undefined && value !== null),
    );
  }

  override async activitiesOf(accountId: string): Promise<readonly ChoosableActivity[]> {
    return activitiesOf((await this.read(accountId))?.profile ?? NO_PROFILE);
  }

  override async organisationName(organisation: string): Promise<string | undefined> {
    const known = this.#names.get(organisation);
    if (known !== undefined) return known;
    const [row] = await this.db.query<{ name: string }>(ORGANISATION, [organisation]);
    if (row) this.#names.set(organisation, row.name);
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
