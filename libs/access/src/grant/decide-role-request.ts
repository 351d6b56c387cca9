import { newId, Refusal, type Caller, type Change, type Clock } from '@habilis/kernel';
import type { Callers } from '../decision/callers.ts';
import { checkedGrant, holdsOneOf, limitsThere, mustBeAnother, roleTarget } from './grant-checks.ts';
import type { Grant, GrantReason } from './grant.ts';
import type { Policy, RoleLimits } from '../policy/language/policy.ts';
import type { GrantDesk, Grants } from '../ports.ts';
import { close, endorse, mustWait, needsTwo, nextStep, type RequestRefusal, type RoleRequest } from './role-request.ts';

export type RequestAnswer = { readonly agree: true } | { readonly agree: false; readonly why: RequestRefusal };

/**
 * What follows from an answer: the request as it is from now on, and the grant when nothing is missing any more. A role
 * that is held already and would be put on is put on by its holder (`PutOnRole`).
 */
export interface RequestDecision {
  readonly request: Change<RoleRequest>;
  readonly grant: Change<Grant> | null;
}

/**
 * Somebody in charge answers a request for a role: who may grant it, then, for a sensitive role, a second person.
 *
 * The two are never one, and neither is the person who would hold it. Who endorsed is read again when the second
 * approves: what an administrator endorsed before they were suspended gives nothing.
 *
 * @fr décision sur une demande d'habilitation
 * @source CPAM13.10.2
 */
export class DecideRoleRequest {
  constructor(
    private readonly policy: Policy,
    private readonly callers: Pick<Callers, 'again' | 'forAccount'>,
    private readonly grants: Grants,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws Refusal `role-request.unknown` (unknown), `role-request.closed` or `role-request.second-person` (conflict),
   *   `role-request.endorser-lost-right` or `grant.same-person` (conflict), `access.denied` (forbidden), or what `checkedGrant` refuses
   */
  async run(me: Caller, id: string, answer: RequestAnswer): Promise<RequestDecision> {
    const { account, endorsedBy } = await this.grants.request(id);
    return this.grants.deciding([me.id, account, ...(endorsedBy ? [endorsedBy] : [])], async (desk) => {
      const decision = await this.decide(await this.callers.again(me, desk.holdings), id, answer, desk);
      await desk.saveRequest(decision.request);
      if (decision.grant) await desk.add(decision.grant);
      return decision;
    });
  }

  /** What `run` would do, without doing it. */
  plan(me: Caller, id: string, answer: RequestAnswer): Promise<RequestDecision> {
    return this.decide(me, id, answer, this.grants);
  }

  private async decide(me: Caller, id: string, answer: RequestAnswer, desk: GrantDesk): Promise<RequestDecision> {
    const at = this.clock.now();
    const request = await desk.request(id);
    const target = roleTarget(request);
    if (!me.can('read', target)) throw new Refusal('role-request.unknown', 'unknown', { id });
    mustWait(request, at);
    const limits = await limitsThere(this.policy, desk, request.role, request.organisation);
    await this.mustAnswer(me, request, limits, desk, at);
    const order = { by: me.id, at };
    if (!answer.agree) return { request: close(request, 'refused', { ...order, why: answer.why }), grant: null };
    if (nextStep(request) === 'endorse' && needsTwo(limits)) return { request: endorse(request, order), grant: null };
    const granted = close(request, 'granted', { ...order, why: request.why });
    return { request: granted, grant: request.putsOn ? null : await this.grant(me, request, desk, at) };
  }

  /** Whoever may grant answers first; then another, of the roles that approve. */
  private async mustAnswer(me: Caller, request: RoleRequest, { approvedBy }: RoleLimits, desk: GrantDesk, at: Date): Promise<void> {
    const { account, askedBy, endorsedBy } = request;
    await mustBeAnother(desk, me, [account, askedBy, endorsedBy]);
    const target = roleTarget(request);
    if (nextStep(request) === 'endorse') return me.must('grant', target);
    if (request.endorsedBy === me.id) throw new Refusal('role-request.second-person', 'conflict', { id: request.id });
    if (approvedBy.length === 0) return me.must('grant', target);
    me.must('approve', target);
    if (!(await holdsOneOf(this.policy, desk, me, approvedBy, request.organisation, at))) {
      throw new Refusal('access.denied', 'forbidden', { action: 'approve', type: 'Role' });
    }
  }

  private async grant(me: Caller, request: RoleRequest, desk: GrantDesk, at: Date): Promise<Change<Grant>> {
    const { account, role, organisation, until, endorsedBy } = request;
    const why = request.why as GrantReason;
    const granter = endorsedBy === null ? me : await this.callers.again({ ...me, id: endorsedBy }, desk.holdings);
    if (!granter.can('grant', roleTarget(request))) throw new Refusal('role-request.endorser-lost-right', 'conflict', { id: request.id });
    const approved = endorsedBy === null ? {} : { approvedBy: me.id };
    const draft = { id: newId('grant'), account, role, organisation, from: at, until, why, by: granter.id, ...approved };
    const { next, fact } = await checkedGrant(this.policy, desk, draft, at);
    return { next, fact: { ...fact, details: { ...fact.details, request: request.id } } };
  }
}
