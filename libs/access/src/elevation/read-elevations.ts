import type { Clock } from '@habilis/kernel';
import { requestState } from '../grant/role-request.ts';
import { grantState } from '../holding.ts';
import type { Policy } from '../policy/language/policy.ts';
import type { Grants } from '../ports.ts';
import { isWorn, within, type Elevation, type ElevationReason } from './elevation.ts';
import { servesFor } from './put-on-role.ts';

/** A role that a person holds and may put on. */
export interface Wearable {
  readonly grant: string;
  readonly role: string;
  readonly organisation: string;
  /** For so long, at most. */
  readonly minutes: number;
  readonly assurance: number;
  /** Whether somebody has to agree each time. */
  readonly approved: boolean;
  readonly worn: Elevation | null;
  /** What was asked and still waits, or was agreed to and may be used; until when. */
  readonly request: {
    readonly id: string;
    readonly state: 'waiting' | 'agreed';
    readonly until: Date;
    readonly minutes: number;
    readonly why: ElevationReason;
  } | null;
}

/** The roles that a person holds at rest or has put on. */
export class ReadElevations {
  constructor(
    private readonly policy: Policy,
    private readonly grants: Grants,
    private readonly clock: Clock,
  ) {}

  async of(account: string): Promise<readonly Wearable[]> {
    const at = this.clock.now();
    const holding = (await this.grants.holdings.read([account])).get(account);
    if (!holding) return [];
    const implied = this.policy.implied;
    const held = holding.grants.filter((each) => {
      const state = grantState({ ...each, revokedAt: null }, { standing: holding.standing, implied }, at);
      return implied.putOn.includes(each.role) && (state === 'counts' || state === 'at-rest');
    });
    if (held.length === 0) return [];
    const [elevations, requests] = await Promise.all([this.grants.elevationsOf(account), this.grants.requestsOf(account)]);
    const used = new Set(elevations.map(({ request }) => request));
    held.sort((one, other) => one.role.localeCompare(other.role));
    return held.map(({ id: grant, role, organisation }) => {
      const { minutes, assurance, approved } = this.policy.roles.get(role)!.elevation!;
      const asked = requests.find((each) => each.putsOn?.grant === grant && !used.has(each.id));
      const state = asked && requestState(asked, at);
      const worn = elevations.find((each) => each.grant === grant && isWorn(each, at)) ?? null;
      const agreed = asked && state === 'granted' && within(servesFor(asked), at);
      return {
        ...{ grant, role, organisation, minutes, assurance, approved, worn },
        request:
          asked && (state === 'waiting' || agreed)
            ? {
                ...{
                  id: asked.id,
                  minutes: asked.putsOn!.minutes,
                  why: asked.why as ElevationReason,
                  state: agreed ? 'agreed' : 'waiting',
                },
                until: agreed ? servesFor(asked).until : asked.expiresAt,
              }
            : null,
      };
    });
  }

  /** Those that count now. */
  async wornBy(account: string): Promise<readonly Elevation[]> {
    return (await this.of(account)).flatMap(({ worn }) => worn ?? []);
  }
}
