import { Refusal, type Caller, type Change, type Clock } from '@habilis/kernel';
import type { Callers } from '../decision/callers.ts';
import { roleTarget } from './grant-checks.ts';
import { takeBack, type Grant, type RevokeReason } from './grant.ts';
import type { Policy } from '../policy/language/policy.ts';
import type { GrantDesk, Grants } from '../ports.ts';

export interface Revocation {
  readonly grantId: string;
  readonly why: RevokeReason;
}

/**
 * An administrator takes a role back, at once.
 *
 * The last effective site administrator of an organisation stays: without one, nobody there could grant again. Someone
 * who is suspended or gone holds the role in name only, and does not count.
 *
 * @fr retrait d'une habilitation
 * @source CPAM13.10.2
 */
export class RevokeRole {
  constructor(
    private readonly policy: Policy,
    private readonly callers: Pick<Callers, 'again'>,
    private readonly grants: Grants,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws Refusal `grant.unknown` (unknown), also for one that the caller may not see; `access.denied` (forbidden);
   *   `grant.already-revoked`, `grant.over` or `grant.last-holder` (conflict)
   */
  async run(me: Caller, request: Revocation): Promise<Grant> {
    const { account } = await this.grants.get(request.grantId);
    return this.grants.deciding([me.id, account], async (desk) => {
      const change = await this.decide(await this.callers.again(me, desk.holdings), request, desk);
      await desk.revoke(change);
      return change.next;
    });
  }

  /** What `run` would do, without doing it. */
  plan(me: Caller, request: Revocation): Promise<Change<Grant>> {
    return this.decide(me, request, this.grants);
  }

  private async decide(me: Caller, { grantId, why }: Revocation, desk: GrantDesk): Promise<Change<Grant>> {
    const grant = await desk.get(grantId);
    const { id } = grant;
    const target = roleTarget(grant);
    if (!me.can('read', target)) throw new Refusal('grant.unknown', 'unknown', { grant: id });
    me.must('revoke', target);

    const at = this.clock.now();
    const change = takeBack(grant, { by: me.id, at, why });
    await mustNotBeLast(this.policy, desk, grant, at);
    return change;
  }
}

/** @throws Refusal `grant.last-holder` (conflict) for the last effective holder of a role that must be held */
export async function mustNotBeLast(policy: Policy, desk: GrantDesk, grant: Grant, at: Date): Promise<void> {
  const { role, organisation, from } = grant;
  const needed = (policy.roles.get(role)?.keepOne ?? false) && from <= at;
  if (needed && !(await desk.heldByAnother(grant, at))) throw new Refusal('grant.last-holder', 'conflict', { role, organisation });
}
