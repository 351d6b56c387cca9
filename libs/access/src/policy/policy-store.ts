import type { Change } from '@habilis/kernel';
import type { Publication, PolicyVersion } from './policy-version.ts';

/** A version with the last time it was put in force, if it ever was. */
export interface KnownVersion extends Omit<PolicyVersion, 'files'> {
  readonly published: Publication | null;
}

/** Where versions and publications are kept. */
export abstract class PolicyStore {
  /** The version in force, and its number; null before the first. */
  abstract inForce(): Promise<{ readonly version: PolicyVersion; readonly number: number } | null>;

  /** The id of the version that was in force at an instant, its own publication included; null before the first. */
  abstract inForceAt(instant: Date): Promise<string | null>;

  /** @throws Refusal `policy.unknown` (unknown) */
  abstract get(id: string): Promise<PolicyVersion>;

  /** The latest first, a hundred at most. */
  abstract list(): Promise<readonly KnownVersion[]>;

  /** Keeps a draft with its fact. */
  abstract keep(change: Change<PolicyVersion>): Promise<void>;

  /** Sets a draft aside, with its fact. */
  abstract discard(change: Change<PolicyVersion>): Promise<void>;

  /**
   * Puts a version in force with its fact, and lets every replica hear of it.
   *
   * @throws Refusal `policy.stale` (conflict) when another was published meanwhile
   */
  abstract publish(change: Change<Publication>): Promise<void>;
}

/** Who answers for what a file decides: the organisations in each of which a right on it is asked. */
export abstract class PolicyPlaces {
  /** @param scope of the file: a portal, an organisation, or neither for the product */
  abstract of(scope: { readonly portal?: string | undefined; readonly organisation?: string | undefined }): readonly string[];
}
