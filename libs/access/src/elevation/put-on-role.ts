import { mustBeFresh, type Acr } from '@habilis/credentials';
import { newId, Refusal, type Caller, type Change, type Clock } from '@habilis/kernel';
import { factOf, requestState, type RoleRequest } from '../grant/role-request.ts';
import { grantState, type HeldGrant } from '../holding.ts';
import type { Policy, PolicyRole } from '../policy/language/policy.ts';
import type { GrantDesk, Grants } from '../ports.ts';
import { putOn, within, type Elevation, type ElevationReason } from './elevation.ts';

export interface Wanted {
  readonly grant: string;
  readonly minutes: number;
  readonly why: ElevationReason;
}

/** How surely, and when, someone last proved who they are. */
export interface Shown {
  readonly acr: string | null;
  readonly at: Date;
}

/** Minutes for which a request to put a role on waits, and for which an agreement may be used. */
const APPROVAL = { waits: 240, lasts: 60 } as const;

/** The name of each level of proof of the policy. */
const ACR_OF = { 1: 'urn:habilis:acr:password', 2: 'urn:habilis:acr:two-factor', 3: 'eidas3' } as const satisfies Record<number, Acr>;

/**
 * Someone puts on a role that they hold, for as few minutes as it takes, and proves who they are at that moment.
 *
 * A role whose policy says so is first agreed to by another; the agreement serves once, within the hour. What was
 * granted meanwhile, suspended or taken back is read under lock.
 *
 * @fr prise d'un rôle, élévation
 * @source CPAM13.5.1
 */
export class PutOnRole {
  constructor(
    private readonly policy: Policy,
    private readonly grants: Grants,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the role, put on; or the request that somebody has to agree to first
   * @throws Refusal `step-up.needed` (unauthenticated), `grant.unknown` (unknown), `elevation.worn` or
   *   `role-request.waiting` (conflict), `elevation.too-long` (invalid)
   */
  run(me: Caller, wanted: Wanted, shown: Shown): Promise<Elevation | RoleRequest> {
    return this.grants.deciding([me.id], async (desk) => {
      const at = this.clock.now();
      const { grant, role } = await this.mine(me, wanted.grant, desk, at);
      mustBeFresh(shown, at, ACR_OF[role.elevation!.assurance as keyof typeof ACR_OF]);
      const agreed = role.elevation!.approved ? await this.agreed(me, wanted.grant, desk, at) : null;
      if (role.elevation!.approved && agreed === null) {
        const change = await this.request(me, wanted, grant, role, desk, at);
        await desk.saveRequest(change);
        return change.next;
      }
      const { minutes, why } = agreed ? { minutes: agreed.putsOn!.minutes, why: agreed.why as ElevationReason } : wanted;
      const { id, organisation } = grant;
      const what = { id: newId('elv'), account: me.id, grant: id, role: role.name, organisation, why, request: agreed?.id ?? null };
      const change = putOn(what, minutes, role.elevation!.minutes, at);
      await desk.putOn(change);
      return change.next;
    });
  }

  /** The grant, at rest: the role would count if it were put on. */
  private async mine(me: Caller, id: string, desk: GrantDesk, at: Date): Promise<{ grant: HeldGrant; role: PolicyRole }> {
    const holding = (await desk.holdings.read([me.id])).get(me.id);
    const grant = holding?.grants.find((each) => each.id === id);
    const role = grant && this.policy.roles.get(grant.role);
    if (!grant || !role?.elevation) throw new Refusal('grant.unknown', 'unknown', { grant: id });
    const state = grantState({ ...grant, revokedAt: null }, { standing: holding!.standing, implied: this.policy.implied }, at);
    if (state === 'counts') throw new Refusal('elevation.worn', 'conflict', { grant: id });
    if (state !== 'at-rest') throw new Refusal('grant.unknown', 'unknown', { grant: id });
    return { grant, role };
  }

  /** The last agreement, while it serves. */
  private async agreed(me: Caller, grant: string, desk: GrantDesk, at: Date): Promise<RoleRequest | null> {
    const used = new Set((await desk.elevationsOf(me.id)).map(({ request }) => request));
    const found = (await desk.requestsOf(me.id)).find((each) => each.putsOn?.grant === grant && each.closed?.how === 'granted');
    return found && !used.has(found.id) && within(servesFor(found), at) ? found : null;
  }

  private async request(
    me: Caller,
    { minutes, why }: Wanted,
    { id: grant, organisation }: HeldGrant,
    { name: role, elevation }: PolicyRole,
    desk: GrantDesk,
    at: Date,
  ): Promise<Change<RoleRequest>> {
    if (minutes > elevation!.minutes) throw new Refusal('elevation.too-long', 'invalid', { minutes: elevation!.minutes });
    const waiting = (await desk.requestsOf(me.id)).find((each) => each.putsOn?.grant === grant && requestState(each, at) === 'waiting');
    if (waiting) throw new Refusal('role-request.waiting', 'conflict', { id: waiting.id });
    const next: RoleRequest = {
      ...{ id: newId('req'), account: me.id, role, organisation, until: null, why, askedBy: me.id, askedAt: at },
      expiresAt: new Date(at.getTime() + APPROVAL.waits * 60_000),
      ...{ endorsedBy: null, putsOn: { grant, minutes }, closed: null },
    };
    return { next, fact: factOf(next, 'role-request.asked', { by: me.id, at, why }) };
  }
}

/** When an agreement to put a role on may be used. */
export const servesFor = ({ closed }: Pick<RoleRequest, 'closed'>) => ({
  from: closed!.at,
  until: new Date(closed!.at.getTime() + APPROVAL.lasts * 60_000),
});
