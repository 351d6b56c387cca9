import { newId, Refusal, type Caller, type Change, type Clock } from '@habilis/kernel';
import type { Callers } from '../decision/callers.ts';
import { checkedGrant, holdsOneOf, limitsThere, mustBeAnother, roleTarget } from './grant-checks.ts';
import type { Grant, GrantReason } from './grant.ts';
import type { Policy } from '../policy/language/policy.ts';
import type { GrantDesk, Grants } from '../ports.ts';
import { needsTwo } from './role-request.ts';

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
 * the grant is written: an administrator suspended a moment ago grants nothing. A role that needs a second person is
 * asked for (`AskForRole`), not given.
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
   *   `grant.needs-approval` (conflict), or what `checkedGrant` refuses
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
    const at = this.clock.now();
    const { accountId, from = at, ...rest } = request;
    const draft = { ...rest, id: newId('grant'), account: accountId, from, by: me.id };
    await mustGrant(this.policy, desk, me, draft, at);
    if (needsTwo(await limitsThere(this.policy, desk, draft.role, draft.organisation))) {
      throw new Refusal('grant.needs-approval', 'conflict', { role: draft.role });
    }
    return checkedGrant(this.policy, desk, draft, at);
  }
}

/**
 * Lets a grant through: the holder is known to the one who grants, the role exists, and theirs may grant it there.
 *
 * @throws Refusal `account.unknown` or `role.unknown` (unknown), `access.denied` (forbidden), `grant.same-person` (conflict)
 */
export async function mustGrant(
  policy: Policy,
  desk: GrantDesk,
  me: Caller,
  draft: Pick<Grant, 'id' | 'account' | 'role' | 'organisation'>,
  at: Date,
): Promise<void> {
  const { account, role } = draft;
  const holder = (await desk.holdings.read([account])).get(account)?.standing;
  const seen = holder?.memberships.some((place) => me.can('read', { type: 'Account', id: account, organisation: place.organisation }));
  if (!seen) throw new Refusal('account.unknown', 'unknown', { id: account });
  if (!policy.roles.has(role)) throw new Refusal('role.unknown', 'unknown', { role });
  me.must('grant', roleTarget(draft));
  await mustBeAnother(desk, me, [account]);
  await mustNotBeNarrowed(policy, desk, me, draft, at);
}

/** An organisation may leave fewer roles to grant a role than the policy does. */
async function mustNotBeNarrowed(
  policy: Policy,
  desk: GrantDesk,
  me: Caller,
  { role, organisation }: Pick<Grant, 'role' | 'organisation'>,
  at: Date,
) {
  const { grantedBy } = await limitsThere(policy, desk, role, organisation);
  if (grantedBy.length === policy.roles.get(role)!.grantedBy.length) return;
  if (!(await holdsOneOf(policy, desk, me, grantedBy, organisation, at))) {
    throw new Refusal('access.denied', 'forbidden', { action: 'grant', type: 'Role' });
  }
}
