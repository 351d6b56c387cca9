import type { Policy } from './language/policy.ts';

/**
 * The policy that decides now, under one name that never changes.
 *
 * Another takes its place in one assignment, between two questions and never within one: whoever judges reads it without
 * waiting in between. Before the first, and when none can be read, nothing is allowed to anyone.
 */
export class LivePolicy implements Policy {
  #policy: Policy = NOTHING;

  /** Puts another policy in the place of this one, at once. */
  take(policy: Policy): void {
    this.#policy = policy;
  }

  /** Allows nothing any more: better than to decide by a policy that is no longer in force. */
  shut(): void {
    this.#policy = NOTHING;
  }

  // prettier-ignore
  get version() { return this.#policy.version; }
  // prettier-ignore
  get roles() { return this.#policy.roles; }
  // prettier-ignore
  get types() { return this.#policy.types; }
  // prettier-ignore
  get cited() { return this.#policy.cited; }
  // prettier-ignore
  get implied() { return this.#policy.implied; }
  // prettier-ignore
  get separations() { return this.#policy.separations; }
  // prettier-ignore
  get apart() { return this.#policy.apart; }
  // prettier-ignore
  get purposes() { return this.#policy.purposes; }
  // prettier-ignore
  get narrowings() { return this.#policy.narrowings; }
  // prettier-ignore
  get looksAt() { return this.#policy.looksAt; }
}

const NOTHING: Policy = {
  version: 'none',
  roles: new Map(),
  types: new Map(),
  cited: new Map(),
  implied: { account: [], membership: [], putOn: [] },
  separations: [],
  apart: [],
  purposes: new Map(),
  narrowings: new Map(),
  looksAt: new Set(),
};
