import { Refusal, type Change, type Fact } from '@habilis/kernel';
import { give, type GrantReason, type RevokeReason } from './grant.ts';

/** A proposal that nobody has answered is over after so many days. */
const PROPOSAL_DAYS = 30;

/**
 * A role given to the members of a structure, for as long as each of them is one, over `[from, until)`.
 *
 * Nothing is written for a person: whoever joins holds it and whoever leaves does not, at their instant.
 *
 * @fr habilitation des membres d'une structure
 */
export interface StructureGrant {
  readonly id: string;
  /** Whose members hold it. */
  readonly structure: string;
  readonly role: string;
  /** Where they hold it. */
  readonly organisation: string;
  readonly from: Date;
  readonly until: Date | null;
  readonly why: GrantReason;
  readonly by: string;
  readonly proposedAt: Date;
  /** The second person, and when they agreed; null: it is proposed, and gives nothing. */
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly revokedBy: string | null;
}

export type StructureGrantState = 'proposed' | 'expired' | 'refused' | 'coming' | 'counts' | 'over' | 'revoked';

/** Derived, so that it begins, ends and expires at its instant with no job. */
export function structureGrantState(grant: StructureGrant, t: Date): StructureGrantState {
  if (grant.revokedAt !== null) return grant.approvedAt === null ? 'refused' : 'revoked';
  const over = grant.until !== null && grant.until <= t;
  if (grant.approvedAt === null) {
    return over || t.getTime() >= grant.proposedAt.getTime() + PROPOSAL_DAYS * 86_400_000 ? 'expired' : 'proposed';
  }
  if (t < grant.from) return 'coming';
  return over ? 'over' : 'counts';
}

type Draft = Pick<StructureGrant, 'id' | 'structure' | 'role' | 'organisation' | 'until' | 'why' | 'by'>;

/** Proposes it. @throws what `give` refuses of a grant to one person */
export function propose(draft: Draft, limits: { readonly maxDays?: number | undefined }, at: Date): Change<StructureGrant> {
  give({ ...draft, account: membersOf(draft.structure), from: at }, limits, at);
  const next = { ...draft, from: at, proposedAt: at, approvedBy: null, approvedAt: null, revokedAt: null, revokedBy: null };
  return { next, fact: factOf('structure-grant.proposed', next, { by: draft.by, at, why: draft.why }) };
}

interface Order {
  readonly by: string;
  readonly at: Date;
}

/** The second person agrees: it begins. @throws Refusal `structure-grant.closed` (conflict) */
export function approve(grant: StructureGrant, { by, at }: Order): Change<StructureGrant> {
  mustBe(grant, at, 'proposed');
  const next = { ...grant, from: at, approvedBy: by, approvedAt: at };
  return { next, fact: factOf('structure-grant.granted', next, { by, at, why: grant.why }) };
}

/** Refuses a proposal, or takes back what was granted, now. @throws Refusal `structure-grant.closed` (conflict) */
export function withdraw(grant: StructureGrant, { by, at, why }: Order & { readonly why: RevokeReason }): Change<StructureGrant> {
  mustBe(grant, at, 'proposed', 'coming', 'counts');
  const what = grant.approvedAt === null ? 'structure-grant.refused' : 'structure-grant.revoked';
  return { next: { ...grant, revokedAt: at, revokedBy: by }, fact: factOf(what, grant, { by, at, why }) };
}

function mustBe(grant: StructureGrant, t: Date, ...states: StructureGrantState[]): void {
  const state = structureGrantState(grant, t);
  if (!states.includes(state)) throw new Refusal('structure-grant.closed', 'conflict', { id: grant.id, state });
}

function factOf(what: string, { id, structure, role, organisation, until }: StructureGrant, order: Order & { readonly why: string }): Fact {
  const details = { grant: id, role, structure, until: until?.toISOString() ?? null };
  return { what, on: structure, ...order, source: 'CPAM13.6.3', organisation, details };
}

/** Stands for the holder where there is no one person: known, and nobody. */
export const membersOf = (structure: string): string => `members:${structure}`;
