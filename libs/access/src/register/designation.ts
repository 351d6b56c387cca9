import { newId, Refusal, type Caller, type Change, type Clock } from '@habilis/kernel';
import { roleTarget } from '../grant/grant-checks.ts';
import type { Grant } from '../grant/grant.ts';
import type { Policy } from '../policy/language/policy.ts';

/** The act by which someone was named: what an auditor asks for. @fr acte de désignation */
export interface Designation {
  readonly id: string;
  readonly grant: string;
  /** As the organisation files it: « Délibération 2026-14 ». */
  readonly reference: string;
  readonly signedOn: Date;
  /** Who signed, and as what. */
  readonly signatory: string;
  readonly recordedAt: Date;
  readonly recordedBy: string;
}

/** A line of the register of named administrators: a grant of a designated role, with its act when there is one. */
export interface Named {
  readonly grant: Grant;
  readonly designation: Designation | null;
}

/** Where acts of designation are kept. None is ever changed: the last one recorded of a grant is the one that counts. */
export abstract class Designations {
  /** @throws Refusal `grant.unknown` (unknown) */
  abstract grant(id: string): Promise<Grant>;
  abstract record(change: Change<Designation>): Promise<void>;
  /** Grants of these roles there, those in force at `t` unless `past`; by organisation and name. */
  abstract register(organisations: readonly string[], roles: readonly string[], past: boolean, t: Date): Promise<readonly Named[]>;
}

/**
 * Records the act by which an administrator was designated. Nobody records their own.
 *
 * @fr registre des administrateurs désignés
 * @source CPAM13.10.2
 */
export class RecordDesignation {
  constructor(
    private readonly policy: Policy,
    private readonly designations: Designations,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal `grant.unknown` (unknown), `access.denied` (forbidden), `designation.not-needed` (conflict), `designation.in-the-future` (invalid) */
  async run(me: Caller, act: Pick<Designation, 'grant' | 'reference' | 'signedOn' | 'signatory'>): Promise<Named> {
    const grant = await this.designations.grant(act.grant);
    const target = roleTarget(grant);
    if (!me.can('read', target)) throw new Refusal('grant.unknown', 'unknown', { grant: act.grant });
    me.must('designate', target);
    if (!this.policy.roles.get(grant.role)?.designated) throw new Refusal('designation.not-needed', 'conflict', { role: grant.role });
    const at = this.clock.now();
    if (act.signedOn > at) throw new Refusal('designation.in-the-future', 'invalid');
    const next = { ...act, id: newId('dsg'), recordedAt: at, recordedBy: me.id };
    const { id, reference, signatory } = next;
    const details = { designation: id, grant: grant.id, role: grant.role, reference, signatory, signedOn: act.signedOn.toISOString() };
    const order = { by: me.id, at, why: 'designated', source: 'CPAM13.10.2' } as const;
    await this.designations.record({
      next,
      fact: { what: 'role.designated', on: grant.account, ...order, organisation: grant.organisation, details },
    });
    return { grant, designation: next };
  }

  /** Those named in the organisations whose roles the caller may list. */
  register(me: Caller, past: boolean): Promise<readonly Named[]> {
    const designated = [...this.policy.roles.values()].filter((role) => role.designated).map(({ name }) => name);
    return this.designations.register(me.organisationsFor('list', 'Role'), designated, past, this.clock.now());
  }
}
