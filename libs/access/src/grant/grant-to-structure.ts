import { newId, Refusal, type Caller, type Change, type Clock } from '@habilis/kernel';
import { belongsAt } from '@habilis/accounts';
import type { Callers } from '../decision/callers.ts';
import type { Policy } from '../policy/language/policy.ts';
import type { GrantDesk } from '../ports.ts';
import { holdsOneOf, limitsThere, mustBeAnother, roleTarget } from './grant-checks.ts';
import type { RevokeReason } from './grant.ts';
import { approve, membersOf, propose, withdraw, type StructureGrant } from './structure-grant.ts';

/** Whom a grant to a structure's members would reach. */
export interface Reached {
  readonly members: number;
  /** Those who hold the role there already, by themselves. */
  readonly already: number;
  /** Those who hold a role that is kept apart from it: neither gives them anything of what is kept apart. */
  readonly apart: number;
}

/** Where grants to structures' members are kept. */
export abstract class StructureGrants {
  /** @throws Refusal `structure-grant.unknown` (unknown) */
  abstract get(id: string): Promise<StructureGrant>;
  /** Of these organisations, proposals first, then the latest. */
  abstract page(organisations: readonly string[], limit: number, offset: number): Promise<readonly StructureGrant[]>;
  /** Those that reach this person through an active place, granted and not taken back. */
  abstract reaching(account: string): Promise<readonly StructureGrant[]>;
  abstract count(grant: Pick<StructureGrant, 'structure' | 'role' | 'organisation'>, apart: readonly string[], t: Date): Promise<Reached>;
  /** Decides and writes in one transaction, on a desk where these accounts, and the grant, stay as they are read. */
  abstract deciding(
    accounts: readonly string[],
    id: string | null,
    work: (desk: GrantDesk, grant: StructureGrant | null) => Promise<Change<StructureGrant>>,
  ): Promise<StructureGrant>;
}

export type StructureGrantRequest = Pick<StructureGrant, 'structure' | 'role' | 'organisation' | 'until' | 'why'>;

/**
 * Gives a role to the members of a structure: one person proposes, another agrees, neither of them a member of it.
 *
 * It always takes two, since it reaches people whom nobody has looked at. A role whose holders are named one by one is
 * never given so. Separations are told in the preview and hold at use.
 *
 * @fr habilitation des membres d'une structure
 * @source CPAM13.6.3
 */
export class GrantToStructure {
  constructor(
    private readonly policy: Policy,
    private readonly callers: Pick<Callers, 'again'>,
    private readonly grants: StructureGrants,
    private readonly desk: GrantDesk,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws Refusal `role.unknown` or `organisation.unknown` (unknown), `access.denied` or `structure-grant.own` (forbidden),
   *   `structure-grant.by-name` (conflict), or what `give` refuses
   */
  propose(me: Caller, request: StructureGrantRequest): Promise<StructureGrant> {
    return this.grants.deciding([me.id], null, async (desk) => this.drafted(await this.callers.again(me, desk.holdings), request, desk));
  }

  /** Whom `propose` would reach, without doing it. */
  async plan(me: Caller, request: StructureGrantRequest): Promise<{ readonly grant: StructureGrant; readonly reached: Reached }> {
    const grant = (await this.drafted(me, request, this.desk)).next;
    return { grant, reached: await this.reached(grant) };
  }

  /** Whom it reaches now. */
  reached(grant: Pick<StructureGrant, 'structure' | 'role' | 'organisation'>): Promise<Reached> {
    return this.grants.count(grant, this.apartFrom(grant.role), this.clock.now());
  }

  mayWithdraw(me: Caller, grant: StructureGrant): boolean {
    return me.can('revoke', targetOf(grant));
  }

  /** The act, planned: nobody is shown a button that would be refused. */
  mayAgree(me: Caller, grant: StructureGrant): Promise<boolean> {
    return this.agreed(me, grant, this.desk, this.clock.now()).then(() => true, () => false); // prettier-ignore
  }

  /** @throws Refusal `structure-grant.unknown` (unknown), `access.denied` or `structure-grant.own` (forbidden), or what `approve` refuses */
  approve(me: Caller, id: string): Promise<StructureGrant> {
    return this.changed(me, id, (again, grant, desk, at) => this.agreed(again, grant, desk, at));
  }

  /** Refuses a proposal or takes a grant back. @throws Refusal `structure-grant.unknown` (unknown), `access.denied` (forbidden), `structure-grant.closed` (conflict) */
  withdraw(me: Caller, id: string, why: RevokeReason): Promise<StructureGrant> {
    return this.changed(me, id, async (again, grant, _desk, at) => {
      again.must('revoke', targetOf(grant));
      return withdraw(grant, { by: me.id, at, why });
    });
  }

  private async agreed(me: Caller, grant: StructureGrant, desk: GrantDesk, at: Date): Promise<Change<StructureGrant>> {
    const { id, by, structure } = grant;
    if (by === me.id) throw new Refusal('role-request.second-person', 'conflict', { id });
    await this.mustAgree(me, grant, desk, at);
    await mustBeAnother(desk, me, [by]);
    await mustNotBelong(me, structure, desk, at);
    const proposer = await this.callers.again({ ...me, id: by }, desk.holdings);
    if (!proposer.can('grant', targetOf(grant))) throw new Refusal('role-request.endorser-lost-right', 'conflict', { id });
    return approve(grant, { by: me.id, at });
  }

  private changed(
    me: Caller,
    id: string,
    change: (again: Caller, grant: StructureGrant, desk: GrantDesk, at: Date) => Promise<Change<StructureGrant>>,
  ): Promise<StructureGrant> {
    return this.grants.deciding([me.id], id, async (desk, grant) => {
      const again = await this.callers.again(me, desk.holdings);
      if (!grant || !again.can('read', targetOf(grant))) throw new Refusal('structure-grant.unknown', 'unknown', { id });
      return change(again, grant, desk, this.clock.now());
    });
  }

  private async drafted(me: Caller, request: StructureGrantRequest, desk: GrantDesk): Promise<Change<StructureGrant>> {
    const at = this.clock.now();
    const draft = { ...request, id: newId('sgr'), by: me.id };
    const limits = await limitsThere(this.policy, desk, request.role, request.organisation);
    me.must('grant', targetOf(draft));
    const { above, below } = await desk.around(request.organisation);
    if (![...above, ...below].includes(request.structure))
      throw new Refusal('organisation.unknown', 'unknown', { organisation: request.structure });
    const { designated, keepOne, implied } = this.policy.roles.get(request.role)!;
    if (designated || keepOne || implied) throw new Refusal('structure-grant.by-name', 'conflict', { role: request.role });
    await mustNotBelong(me, request.structure, desk, at);
    return propose(draft, limits, at);
  }

  /** Whoever may grant the role, or one of those who approve it. */
  private async mustAgree(me: Caller, grant: StructureGrant, desk: GrantDesk, at: Date): Promise<void> {
    const { approvedBy } = await limitsThere(this.policy, desk, grant.role, grant.organisation);
    if (approvedBy.length === 0) return me.must('grant', targetOf(grant));
    me.must('approve', targetOf(grant));
    if (!(await holdsOneOf(this.policy, desk, me, approvedBy, grant.organisation, at)))
      throw new Refusal('access.denied', 'forbidden', { action: 'approve', type: 'Role' });
  }

  private apartFrom(role: string): readonly string[] {
    const sides = this.policy.apart.flatMap((each) => each.sides);
    return [...new Set(sides.flatMap(([one, others]) => [...(one.includes(role) ? others : []), ...(others.includes(role) ? one : [])]))];
  }
}

const targetOf = ({ id, role, organisation, structure }: Pick<StructureGrant, 'id' | 'role' | 'organisation' | 'structure'>) =>
  roleTarget({ id, role, organisation, account: membersOf(structure) });

/** Nobody gives themselves a role by giving it to all of theirs. */
async function mustNotBelong(me: Caller, structure: string, desk: GrantDesk, at: Date): Promise<void> {
  const standing = (await desk.holdings.read([me.id])).get(me.id)?.standing;
  if (standing && belongsAt(standing, at, structure)) throw new Refusal('structure-grant.own', 'forbidden', { structure });
}
