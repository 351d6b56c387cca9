import { afterFullDays, newId, Refusal, type Caller, type Change, type Clock } from '@habilis/kernel';
import type { Callers } from '../decision/callers.ts';
import { checkedGrant, limitsThere } from './grant-checks.ts';
import { mustGrant, type GrantRequest } from './grant-role.ts';
import type { Policy } from '../policy/language/policy.ts';
import type { GrantDesk, Grants } from '../ports.ts';
import { factOf, needsTwo, requestState, REQUEST_DAYS, type RoleRequest } from './role-request.ts';

/**
 * Someone asks for a role of the catalogue, or an administrator asks for another a role that two people must give.
 *
 * All that would speak against the grant is said now rather than after days of waiting; it is judged again when it is
 * decided. Nothing is held until then.
 *
 * @fr demande d'habilitation
 * @source CPAM13.6.3
 */
export class AskForRole {
  constructor(
    private readonly policy: Policy,
    private readonly callers: Pick<Callers, 'again'>,
    private readonly grants: Grants,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws Refusal `role.unknown` (unknown), `role.not-requestable` or `access.denied` (forbidden),
   *   `role-request.waiting` (conflict), or what `checkedGrant` refuses
   */
  run(me: Caller, request: Omit<GrantRequest, 'from'>): Promise<RoleRequest> {
    return this.grants.deciding([me.id, request.accountId], async (desk) => {
      const change = await this.decide(await this.callers.again(me, desk.holdings), request, desk);
      await desk.saveRequest(change);
      return change.next;
    });
  }

  private async decide(me: Caller, request: Omit<GrantRequest, 'from'>, desk: GrantDesk): Promise<Change<RoleRequest>> {
    const at = this.clock.now();
    const { accountId: account, role, organisation, until, why } = request;
    const draft = { id: newId('grant'), account, role, organisation, from: at, until, why, by: me.id };
    const forOneself = account === me.id;
    await (forOneself ? this.mustBeRequestable(desk, role, organisation) : this.mustNeedTwo(desk, me, draft, at));
    await checkedGrant(this.policy, desk, draft, at);
    const waiting = (await desk.requestsOf(account)).find(
      (each) => each.role === role && each.organisation === organisation && !each.putsOn && requestState(each, at) === 'waiting',
    );
    if (waiting) throw new Refusal('role-request.waiting', 'conflict', { id: waiting.id });
    const next: RoleRequest = {
      ...{ id: newId('req'), account, role, organisation, until, why, askedBy: me.id, askedAt: at },
      expiresAt: afterFullDays(at, REQUEST_DAYS),
      endorsedBy: forOneself ? null : me.id,
      putsOn: null,
      closed: null,
    };
    return { next, fact: factOf(next, forOneself ? 'role-request.asked' : 'role-request.endorsed', { by: me.id, at, why }) };
  }

  private async mustBeRequestable(desk: GrantDesk, role: string, organisation: string): Promise<void> {
    const { requestable } = await limitsThere(this.policy, desk, role, organisation);
    if (!requestable) throw new Refusal('role.not-requestable', 'forbidden', { role });
  }

  /** For another, what the one who asks may grant; and what they could give alone, they give. */
  private async mustNeedTwo(desk: GrantDesk, me: Caller, draft: Parameters<typeof mustGrant>[3], at: Date): Promise<void> {
    await mustGrant(this.policy, desk, me, draft, at);
    const limits = await limitsThere(this.policy, desk, draft.role, draft.organisation);
    if (!needsTwo(limits)) throw new Refusal('grant.needs-no-approval', 'conflict', { role: draft.role });
  }
}
