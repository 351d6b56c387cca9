import { within, type Span } from './elevation/elevation.ts';
import { covers, type Grant } from './grant/grant.ts';
import { standingLimits, standingReach, type Standing, type StandingLimit } from './standing.ts';

/** A grant as decisions read it: revoked ones are left out. */
export interface HeldGrant {
  readonly id: string;
  readonly role: string;
  readonly organisation: string;
  readonly from: Date;
  readonly until: Date | null;
  /** The organisation and all below it. */
  readonly below: readonly string[];
  /** The organisation and all above it. */
  readonly above: readonly string[];
  /** The structure whose members hold it; absent: it was given to the person. */
  readonly members?: string;
  /** When its role is put on; absent: never. Looked at for roles that are not worn at all times. */
  readonly worn?: readonly Span[];
}

/** All that decides about one person, as one statement reads it. */
export interface Holding {
  readonly standing: Standing;
  readonly grants: readonly HeldGrant[];
  /** Codes (G15), as the directory told them at the last sign-in; absent when none did. */
  readonly professions?: readonly string[];
}

/** The portal at whose door the question is asked; null serves every organisation. */
export interface Door {
  readonly portal: string;
  readonly organisation: string | null;
}

/** A role in use: through a grant, or implied when `grant` is null. */
export interface HeldRole {
  readonly role: string;
  readonly grant: string | null;
  readonly organisation: string | null;
  readonly organisations: readonly string[];
  /** The organisation and all above it; absent when it is not known. */
  readonly line?: readonly string[];
}

/** Which roles are held without a grant. */
export interface Implied {
  readonly account: readonly string[];
  readonly membership: readonly string[];
  /** And which, held by a grant, count only while they are put on. */
  readonly putOn: readonly string[];
}

/** A person at an instant: what limits them, where they belong, which roles are worth something. */
export interface Asker {
  readonly id: string;
  readonly subject?: string;
  /** Of the account, when it is one: what was concluded under another is worth nothing. */
  readonly epoch?: number;
  readonly at: Date;
  readonly limits: readonly StandingLimit[];
  readonly organisations: readonly string[];
  readonly roles: readonly HeldRole[];
  readonly professions?: readonly string[];
  /** What else is known of the person, by the names of `VARIABLES`; it comes before the rest: a case of a policy says `me.assurance` so. */
  readonly facts?: ReadonlyMap<string, unknown>;
}

/**
 * What the holding is worth at `t`, at a portal's door or in the console.
 *
 * A grant counts while it covers `t` and its holder may go to the portals of its organisation: a suspended
 * administrator administers nothing. A role that is put on counts while it is. At a portal's door, only grants made in the portal's organisation, above it or
 * below it.
 */
export function askerAt(holding: Holding, implied: Implied, t: Date, door?: Door & { readonly subject: string }): Asker {
  const { standing } = holding;
  const place = door?.organisation ?? undefined;
  const reaches = new Map<string, boolean>();
  const goes = (organisation: string) => {
    const known = reaches.get(organisation) ?? standingReach(standing, t, organisation) === 'portals';
    reaches.set(organisation, known);
    return known;
  };
  const organisations = standing.memberships.map((each) => each.organisation).filter(goes);
  const counts = (each: HeldGrant) => covers({ ...each, revokedAt: null }, t) && isWorn(each, implied, t);
  const granted = holding.grants.filter((each) => counts(each) && near(each, place) && goes(each.organisation));
  return {
    id: standing.id,
    ...(door && { subject: door.subject }),
    ...(holding.professions && { professions: holding.professions }),
    epoch: standing.epoch,
    at: t,
    limits: standingLimits(standing, t, place),
    organisations,
    roles: [
      ...granted.map((each) => ({
        role: each.role,
        grant: each.id,
        organisation: each.organisation,
        organisations: each.below,
        line: each.above,
      })),
      ...organisations.flatMap((each) =>
        implied.membership.map((role) => ({ role, grant: null, organisation: each, organisations: [each] })),
      ),
      ...(standingReach(standing, t) === 'nowhere'
        ? []
        : implied.account.map((role) => ({ role, grant: null, organisation: null, organisations: [] }))),
    ],
  };
}

/** Whether the role counts at `t` as far as putting it on goes. */
const isWorn = ({ role, worn = [] }: Pick<HeldGrant, 'role' | 'worn'>, { putOn }: Pick<Implied, 'putOn'>, t: Date): boolean =>
  !putOn.includes(role) || worn.some((each) => within(each, t));

/** What a grant is worth at `t`, and why it is worth nothing; `at-rest`: its holder has not put it on. */
export type GrantState = 'counts' | 'coming' | 'over' | 'revoked' | 'holder-limited' | 'at-rest';

/** The state of a grant at `t`, its holder's standing included. */
export function grantState(
  grant: Pick<Grant, 'organisation' | 'from' | 'until' | 'revokedAt'> & Pick<HeldGrant, 'role' | 'worn'>,
  { standing, implied }: { readonly standing: Standing; readonly implied: Pick<Implied, 'putOn'> },
  t: Date,
): GrantState {
  if (grant.revokedAt !== null) return 'revoked';
  if (t < grant.from) return 'coming';
  if (!covers(grant, t)) return 'over';
  if (standingReach(standing, t, grant.organisation) !== 'portals') return 'holder-limited';
  return isWorn(grant, implied, t) ? 'counts' : 'at-rest';
}

function near(grant: HeldGrant, place: string | undefined): boolean {
  return place === undefined || grant.above.includes(place) || grant.below.includes(place);
}
