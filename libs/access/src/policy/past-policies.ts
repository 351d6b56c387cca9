import { Refusal } from '@habilis/kernel';
import { SettingsError } from '@habilis/settings';
import type { Policy } from './language/policy.ts';
import { LivePolicy } from './live-policy.ts';
import type { PolicyStore } from './policy-store.ts';
import { readPolicy } from './read-policy.ts';

/** The policy that decides now, and those that decided before. */
export interface PoliciesInTime {
  readonly now: Policy;
  /** The one in force at an instant: from the very instant of its publication. */
  at(instant: Date): Promise<Policy>;
}

const KEPT = 8;

/**
 * Past policies, compiled again when a past decision is looked at.
 *
 * A version never changes, so the last few stay compiled; the one that is looked at least goes first.
 *
 * @fr politique de l’époque
 */
export class PastPolicies implements PoliciesInTime {
  readonly #compiled = new Map<string, Policy>();

  constructor(
    readonly now: Policy,
    private readonly store: Pick<PolicyStore, 'inForceAt' | 'get'>,
  ) {}

  /** @throws Refusal `explain.policy-unreadable` (conflict) for a version written in a language that is no longer read */
  async at(instant: Date): Promise<Policy> {
    const id = await this.store.inForceAt(instant);
    if (id === null) return BEFORE_THE_FIRST;
    const policy = this.#compiled.get(id) ?? (await this.compile(id));
    this.#compiled.delete(id); // the last looked at is the last in line
    this.#compiled.set(id, policy);
    for (const oldest of this.#compiled.keys()) {
      if (this.#compiled.size <= KEPT) break;
      this.#compiled.delete(oldest);
    }
    return policy;
  }

  private async compile(id: string): Promise<Policy> {
    const { files } = await this.store.get(id);
    try {
      return readPolicy(files).policy;
    } catch (error) {
      if (error instanceof SettingsError) throw new Refusal('explain.policy-unreadable', 'conflict', { policy: id });
      throw error;
    }
  }
}

/** Nothing was allowed before anything was published. */
const BEFORE_THE_FIRST: Policy = new LivePolicy();
