import { createHash } from 'node:crypto';
import { newId, Refusal, type Change } from '@habilis/kernel';
import type { PolicyTexts } from './read-policy.ts';

/** Why a policy changes: a closed list, as wherever a person chooses. */
export const POLICY_REASONS = ['new-use', 'correction', 'narrowing', 'review', 'return'] as const;
export type PolicyReason = (typeof POLICY_REASONS)[number];

/**
 * The files of a policy as someone wrote them, whole. Never changed once it is kept; a correction is another version.
 *
 * Its state is derived: what was never published is a draft, what was published last is in force, the others were.
 *
 * @fr version de politique
 */
export interface PolicyVersion {
  readonly id: string;
  readonly files: PolicyTexts;
  /** Changes with any letter of any file. */
  readonly hash: string;
  readonly why: PolicyReason;
  readonly author: string;
  readonly draftedAt: Date;
  /** The version that was in force when it was written; null for the first one. */
  readonly basis: string | null;
  readonly discardedAt: Date | null;
}

/** A version put in force at an instant; the last one decides, and the past is read from the others. */
export interface Publication {
  /** Grows with each. */
  readonly number: number;
  readonly version: string;
  readonly at: Date;
  readonly by: string;
}

/** Written by the files of the configuration, not by a person. */
export const CONFIGURATION = 'system:configuration';

export const hashOf = (files: PolicyTexts): string =>
  createHash('sha256').update(JSON.stringify([...files].sort(([one], [other]) => (one < other ? -1 : 1)))).digest('hex').slice(0, 16); // prettier-ignore

/** The files that differ between two versions, a file that came or went included. */
export const changedFiles = (before: PolicyTexts, after: PolicyTexts): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((file) => before.get(file) !== after.get(file)).sort();

/** Keeps files as a draft. @throws Refusal `policy.unchanged` (conflict) when they say what is in force already */
export function draft(
  files: PolicyTexts,
  current: PolicyVersion | null,
  order: { readonly by: string; readonly at: Date; readonly why: PolicyReason },
): Change<PolicyVersion> {
  const hash = hashOf(files);
  if (hash === current?.hash) throw new Refusal('policy.unchanged', 'conflict');
  const id = newId('pol');
  const changed = changedFiles(current?.files ?? new Map(), files);
  return {
    next: { id, files, hash, why: order.why, author: order.by, draftedAt: order.at, basis: current?.id ?? null, discardedAt: null },
    fact: { what: 'policy.drafted', on: id, ...order, source: 'CPAM13.6.3', details: { hash, files: changed } },
  };
}

/**
 * Puts a version in force.
 *
 * @throws Refusal `policy.discarded`, `policy.already-in-force`, `policy.own-draft` or `policy.stale` (conflict): it was written
 *   from another version than the one in force, and would undo what was published since
 */
export function publish(
  version: PolicyVersion,
  current: { readonly version: PolicyVersion; readonly number: number } | null,
  order: { readonly by: string; readonly at: Date },
): Change<Publication> {
  if (version.discardedAt !== null) throw new Refusal('policy.discarded', 'conflict');
  if (version.id === current?.version.id) throw new Refusal('policy.already-in-force', 'conflict');
  if (version.author === order.by) throw new Refusal('policy.own-draft', 'conflict');
  if (version.basis !== (current?.version.id ?? null)) throw new Refusal('policy.stale', 'conflict');
  return putInForce(version, current?.number ?? 0, { ...order, why: version.why, what: 'policy.published' });
}

/** Sets a draft aside: it stays on record and is never published. @throws Refusal `policy.discarded` (conflict) */
export function discard(version: PolicyVersion, order: { readonly by: string; readonly at: Date }): Change<PolicyVersion> {
  if (version.discardedAt !== null) throw new Refusal('policy.discarded', 'conflict');
  const fact = { what: 'policy.discarded', on: version.id, ...order, why: version.why, source: 'CPAM13.6.3' as const };
  return { next: { ...version, discardedAt: order.at }, fact: { ...fact, details: { hash: version.hash } } };
}

/** Puts back in force a version that was, whoever wrote it: the way out of a mistake asks for nobody else. */
export function putBack(
  version: PolicyVersion,
  current: { readonly version: PolicyVersion; readonly number: number },
  order: { readonly by: string; readonly at: Date },
): Change<Publication> {
  if (version.id === current.version.id) throw new Refusal('policy.already-in-force', 'conflict');
  return putInForce(version, current.number, { ...order, why: 'return', what: 'policy.returned' });
}

function putInForce(
  { id, hash }: PolicyVersion,
  number: number,
  { what, ...order }: { readonly by: string; readonly at: Date; readonly why: string; readonly what: string },
): Change<Publication> {
  const { by, at } = order;
  return {
    next: { number: number + 1, version: id, at, by },
    fact: { what, on: id, ...order, source: 'CPAM13.10.4', details: { hash, number: number + 1 } },
  };
}
