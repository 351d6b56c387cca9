import { newId, Refusal, type Caller, type Change, type Clock } from '@habilis/kernel';
import { belongsAt } from '@habilis/accounts';
import type { Callers } from './callers.ts';
import { give, overlaps, type Grant, type GrantReason } from './grant.ts';
import type { Policy } from './policy.ts';
import type { GrantDesk, Grants } from './ports.ts';

export interface GrantRequest {
  readonly accountId: string;
  readonly role: string;
  readonly organisation: string;
  /** Now when absent. */
  readonly from?: Date | undefined;
  readonly until: Date | null;
  readonly why: GrantReason;
}

/**
 * An administrator gives a role to someone of their own organisation.
 *
 * Never to themselves, never a role that theirs may not grant: the policy says so, and this asks it. A person whom the
 * administrator cannot see is answered like one who does not exist. Whoever grants is read again under the lock in which
 * the grant is written: an administrator suspended a moment ago grants nothing.
 *
 * @fr habilitation
 * @source CPAM13.10.2
 */
export class GrantRole {
  constructor(
    private readonly policy: Policy,
    private readonly callers: Pick<Callers, 'again'>,
    private readonly grants: Grants,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws Refusal `account.unknown` or `role.unknown` (unknown), `access.denied` (forbidden),
   *   `grant.holder-does-not-belong` or `grant.overlaps` (conflict), or what `give` refuses
   */
  run(me: Caller, request: GrantRequest): Promise<Grant> {
    return this.grants.deciding([me.id, request.accountId], async (desk) => {
      const change = await this.decide(await this.callers.again(me, desk.holdings), request, desk);
      await desk.add(change);
      return change.next;
    });
  }

  /** What `run` would do, without doing it. */
  plan(me: Caller, request: GrantRequest): Promise<Change<Grant>> {
    return this.decide(me, request, this.grants);
  }

  private async decide(me: Caller, request: GrantRequest, desk: GrantDesk): Promise<Change<Grant>> {
    const { accountId, organisation, until, why } = request;
    const holder = (await desk.holdings.read([accountId])).get(accountId)?.standing;
    const seen = holder?.memberships.some((place) => me.can('read', { type: 'Account', id: accountId, organisation: place.organisation }));
    if (!holder || !seen) throw new Refusal('account.unknown', 'unknown', { id: accountId });
    const role = this.policy.roles.get(request.role);
    if (!role) throw new Refusal('role.unknown', 'unknown', { role: request.role });

    const id = newId('grant');
    me.must('grant', { type: 'Role', id, role: role.name, organisation, holder: accountId });

    const at = this.clock.now();
    const from = request.from ?? at;
    if (!belongsAt(holder, from, organisation)) throw new Refusal('grant.holder-does-not-belong', 'conflict', { organisation });
    const change = give({ id, account: accountId, role: role.name, organisation, from, until, why, by: me.id }, role, at);
    const taken = (await desk.of(accountId)).some((each) => overlaps(each, change.next));
    if (taken) throw new Refusal('grant.overlaps', 'conflict', { role: role.name, organisation });
    return change;
  }
}
