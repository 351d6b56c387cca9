import { holdsAt, stageAt, type Hold, type Membership } from '../account.ts';
import { activitiesOf } from '../activities.ts';
import { placeAt } from '../membership.ts';
import type { ProfessionalProfile } from '../profile.ts';
import type { IdentityLine, PersonLine, RequestLine } from '../reading.ts';
import { named, type Reached } from './console-ports.ts';
import type { HoldWords, IdentityWords, MemberRowWords, MembershipWords, RequestWords } from './console-views.ts';

type NameMap = ReadonlyMap<string, string>;

/** The organisations and people that a screen will have to name. */
export function toName(people: readonly { readonly memberships?: readonly Membership[]; readonly holds?: readonly Hold[] }[]): string[] {
  return people.flatMap(({ memberships = [], holds = [] }) => [
    ...memberships.map(({ organisation }) => organisation),
    ...holds.flatMap(({ organisation, by }) => (organisation ? [organisation, by] : [by])),
  ]);
}

export function membershipView({ organisation, stage, from, until }: Membership, names: NameMap, now: Date): MembershipWords {
  return {
    organisation: named(names, organisation),
    stage: placeAt({ stage, until }, now),
    from: from.toISOString(),
    until: until?.toISOString() ?? null,
  };
}

export function holdView(hold: Hold, names: NameMap, now: Date): HoldWords {
  const { id, kind, organisation, from, until, why, by, liftedAt } = hold;
  return {
    id,
    kind,
    state: stateOf(hold, now),
    organisation: organisation === null ? null : named(names, organisation),
    from: from.toISOString(),
    until: until?.toISOString() ?? null,
    why,
    by: named(names, by),
    liftedAt: liftedAt?.toISOString() ?? null,
  };
}

function stateOf({ from, until, liftedAt }: Hold, now: Date): HoldWords['state'] {
  if (liftedAt !== null || (until !== null && until <= now)) return 'over';
  return now < from ? 'coming' : 'felt';
}

export function rowView(person: PersonLine, reached: Reached, names: NameMap, now: Date): MemberRowWords {
  const { id, givenName, familyName, memberships, holds, lastSignInAt } = person;
  const felt = holds.filter((hold) => holdsAt(hold, now, hold.organisation ?? undefined));
  return {
    id,
    givenName,
    familyName,
    stage: stageAt(person, now),
    ...reached,
    holds: [...new Set(felt.map(({ kind }) => kind))],
    memberships: memberships.map((each) => membershipView(each, names, now)),
    lastSignInAt: lastSignInAt?.toISOString() ?? null,
  };
}

export function requestView(request: RequestLine, names: NameMap): RequestWords {
  const { id, version, givenName, familyName, organisation, since, upstream, profile, doubted, namesakes } = request;
  return {
    account: id,
    version,
    givenName,
    familyName,
    organisation: named(names, organisation),
    since: since.toISOString(),
    profile: upstream === null ? null : profileView(upstream, profile),
    doubted,
    namesakes,
  };
}

export function identityView({ id, upstream, nationalId, profile, lastSeenAt }: IdentityLine): IdentityWords {
  return { id, upstream, nationalId, profile: profileView(upstream, profile), lastSeenAt: lastSeenAt.toISOString() };
}

const profileView = (upstream: string, profile: ProfessionalProfile | null) => ({
  upstream,
  activities: profile === null ? [] : activitiesOf(profile).map(({ label }) => label),
});
