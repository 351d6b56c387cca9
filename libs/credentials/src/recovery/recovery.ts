import { Refusal, type Fact } from '@habilis/kernel';
import type { IdentityProof } from './identity-proof.ts';

/** The two who must agree, each for what they answer for. */
export const GRANTERS = ['administrator', 'officer'] as const;
export type Granter = (typeof GRANTERS)[number];

/** How someone in charge may say that they made sure of who is asking. What an upstream has vouched for is nobody's to say. */
export const SEEN = ['identity-document-seen', 'known-in-person'] as const;
export type Seen = (typeof SEEN)[number];

/** How it was made sure of who is asking: on someone's word, or the id of the upstream that vouched (`psc`). */
export type Identification = Seen | (string & {});

export type RecoveryState = 'waiting' | 'granted' | 'opened' | 'stopped' | 'refused';

export interface RecoveryGrant {
  readonly as: Granter;
  readonly by: string;
  readonly at: Date;
}

/**
 * Someone who has lost everything they sign in with asks to enrol anew.
 *
 * Two people grant it, one for each of GRANTERS, never the same and never the person; then the person is given time, told
 * wherever they can be, to stop what they did not ask for. Only then is a link sent.
 *
 * @fr demande de secours
 * @source CPTS.3
 */
export interface Recovery {
  readonly id: string;
  readonly account: string;
  readonly name: string;
  readonly organisations: readonly string[];
  readonly askedAt: Date;
  readonly identification: Identification | null;
  /** What was shown of who is asking, the latest first. */
  readonly proofs: readonly IdentityProof[];
  readonly grants: readonly RecoveryGrant[];
  /** When the link is sent; null until both have granted. */
  readonly opensAt: Date | null;
  readonly openedAt: Date | null;
  readonly stoppedAt: Date | null;
  readonly refusedAt: Date | null;
}

export function recoveryState({ opensAt, openedAt, stoppedAt, refusedAt }: Recovery): RecoveryState {
  if (stoppedAt) return 'stopped';
  if (refusedAt) return 'refused';
  if (openedAt) return 'opened';
  return opensAt ? 'granted' : 'waiting';
}

/**
 * As whom someone may still grant it, of those they may be.
 *
 * @throws Refusal `recovery.over`, `recovery.same-person` or `recovery.granted-already` (conflict)
 */
export function grantsAs(recovery: Recovery, by: string, may: readonly Granter[]): Granter {
  if (recoveryState(recovery) !== 'waiting') throw new Refusal('recovery.over', 'conflict');
  if (by === recovery.account) throw new Refusal('recovery.same-person', 'conflict');
  if (recovery.grants.some((each) => each.by === by)) throw new Refusal('recovery.same-person', 'conflict');
  const left = may.find((as) => !recovery.grants.some((each) => each.as === as));
  if (!left) throw new Refusal('recovery.granted-already', 'conflict');
  return left;
}

/** A grant to keep; `opensAt` is set by the second. */
export interface NewGrant extends RecoveryGrant {
  readonly recovery: string;
  readonly account: string;
  readonly identification: Identification;
  readonly opensAt: Date | null;
}

/** Where recoveries are kept. Each act is one transaction with its fact and what it owes. */
export abstract class Recoveries {
  /** Those that people of these organisations have asked for and nobody has ended, the longest wait first; then what ended lately. */
  abstract list(organisations: readonly string[], limit: number, offset: number): Promise<readonly Recovery[]>;
  abstract get(id: string): Promise<Recovery | undefined>;
  /** The one an account has under way. */
  abstract underWay(account: string): Promise<Recovery | undefined>;

  /** Begins one, and tells the person how to stop it; the one under way when there is one. */
  abstract ask(account: string, fact: Fact): Promise<void>;
  /** Notes what an upstream vouched for; only one that agrees stands for the word of whoever grants. */
  abstract identify(recovery: string, proof: IdentityProof, fact: Fact): Promise<void>;
  /** @throws Refusal `recovery.granted-already` or `recovery.over` (conflict) when someone was faster */
  abstract grant(grant: NewGrant, fact: Fact): Promise<void>;
  /** @throws Refusal `recovery.over` (conflict) */
  abstract refuse(recovery: string, fact: Fact): Promise<void>;
}
