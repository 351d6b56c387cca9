import { belongsAt } from '@habilis/accounts';
import type { Clock } from '@habilis/kernel';
import type { HeldGrant } from '../holding.ts';
import { limitsOf, type Apart, type Policy, type PolicyRole, type RoleLimits } from '../policy/language/policy.ts';
import type { Grants } from '../ports.ts';
import { apart } from './grant-checks.ts';
import { requestState, type RoleRequest } from './role-request.ts';

/** What a person may expect of a role in one organisation. */
export type OfferState =
  | { readonly is: 'held'; readonly grant: HeldGrant }
  | { readonly is: 'asked'; readonly request: RoleRequest }
  | { readonly is: 'apart'; readonly from: string; readonly rule: Apart }
  /** `last`: what became of the last time it was asked for. */
  | { readonly is: 'open'; readonly last: RoleRequest | null };

/** A role in one organisation, with its limits there. */
export interface OfferedPlace {
  readonly organisation: string;
  readonly limits: RoleLimits;
  readonly state: OfferState;
}

/** A role that somebody may ask for, and where. */
export interface Offer {
  readonly role: PolicyRole;
  readonly places: readonly OfferedPlace[];
}

/**
 * The roles that a person may ask for where they belong, and what would come of it: the catalogue says what `AskForRole`
 * would answer, before anybody asks.
 *
 * @fr catalogue des habilitations
 * @source CPAM13.6.3
 */
export class ReadCatalogue {
  constructor(
    private readonly policy: Policy,
    private readonly grants: Grants,
    private readonly clock: Clock,
  ) {}

  /** @returns by the order of the policy; a role that may be asked for nowhere is absent */
  async of(account: string): Promise<readonly Offer[]> {
    const at = this.clock.now();
    const [holdings, requests] = await Promise.all([this.grants.holdings.read([account]), this.grants.requestsOf(account)]);
    const holding = holdings.get(account);
    if (!holding) return [];
    const belongs = [...new Set(holding.standing.memberships.map(({ organisation }) => organisation))];
    const places = await Promise.all(
      belongs
        .filter((each) => belongsAt(holding.standing, at, each))
        .map(async (organisation) => ({ organisation, ...(await this.grants.around(organisation)) })),
    );
    const held = holding.grants.filter(({ until }) => until === null || at < until);
    const asked = requests.filter(({ putsOn }) => putsOn === null);
    return [...this.policy.roles.values()].flatMap((role) => {
      const offered = places.flatMap(({ organisation, above, below }): OfferedPlace[] => {
        const limits = limitsOf(this.policy, role.name, above);
        if (!limits?.requestable) return [];
        const near = held.filter((each) => above.includes(each.organisation) || below.includes(each.organisation));
        const here = asked.filter((each) => each.role === role.name && each.organisation === organisation);
        return [{ organisation, limits, state: this.stateOf({ role: role.name, organisation }, near, here, at) }];
      });
      return offered.length > 0 ? [{ role, places: offered }] : [];
    });
  }

  /** @param near what the person holds there, above it and below it @param asked what they asked, the latest first */
  private stateOf(
    { role, organisation }: { role: string; organisation: string },
    near: readonly HeldGrant[],
    asked: readonly RoleRequest[],
    at: Date,
  ): OfferState {
    const grant = near.find((each) => each.role === role && each.organisation === organisation);
    if (grant) return { is: 'held', grant };
    const request = asked.find((each) => requestState(each, at) === 'waiting');
    if (request) return { is: 'asked', request };
    for (const each of near) {
      const rule = apart(this.policy, each.role, role);
      if (rule) return { is: 'apart', from: each.role, rule };
    }
    return { is: 'open', last: asked[0] ?? null };
  }
}
