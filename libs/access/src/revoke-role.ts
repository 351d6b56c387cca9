import { Refusal, type Caller, type Clock } from '@habilis/kernel';
import { takeBack, type Grant, type RevokeReason } from './grant.ts';
import type { Policy } from './policy.ts';
import type { Grants } from './ports.ts';

/**
 * An administrator takes a role back, at once.
 *
 * The last effective site administrator of an organisation stays: without one, nobody there could grant again.
 *
 * @fr retrait d'une habilitation
 * @source CPAM13.10.2
 */
export class RevokeRole {
  constructor(
    private readonly policy: Policy,
    private readonly grants: Grants,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws Refusal `grant.unknown` (unknown), also for one that the caller may not see; `access.denied` (forbidden);
   *   `grant.already-revoked`, `grant.over` or `grant.last-holder` (conflict)
   */
  async run(me: Caller, request: { readonly grantId: string; readonly why: RevokeReason }): Promise<Grant> {
    const grant = await this.grants.get(request.grantId);
    const target = { type: 'Role', id: grant.id, role: grant.role, organisation: grant.organisation, holder: grant.account };
    if (!me.can('read', target)) throw new Refusal('grant.unknown', 'unknown', { grant: grant.id });
    me.must('revoke', target);

    const change = takeBack(grant, { by: me.id, at: this.clock.now(), why: request.why });
    await this.grants.revoke(change, this.policy.roles.get(grant.role)?.keepOne ?? false);
    return change.next;
  }
}
