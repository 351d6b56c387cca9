import { Refusal, type Clock } from '@habilis/kernel';
import { comparePolicies, type Difference } from './compare-policies.ts';
import { lintPolicy } from './lint-policy.ts';
import type { PolicyStore } from './policy-store.ts';
import { LivePolicy } from './live-policy.ts';
import { ruleChanges, type RuleChange } from './words/rule-changes.ts';

/** What is counted of people and of the journal; the database counts, a few names are brought back. */
export abstract class PolicyCounts {
  /** Who wears these roles now, each person once: how many, and some of those in the organisations that are seen. */
  abstract wearing(
    roles: readonly string[],
    at: Date,
    seen: readonly string[],
  ): Promise<{ readonly people: number; readonly some: readonly string[] }>;

  /** Refusals since then of questions that one of these roles may now be allowed, to people who wear it. */
  abstract refused(gains: readonly Pick<Difference, 'role' | 'type' | 'action'>[], since: Date, at: Date): Promise<Refused>;
}

export interface Refused {
  /** How many of the journal's last refusals were looked at: not more than `MOST`. */
  readonly looked: number;
  /** How many of those could be answered otherwise. */
  readonly differ: number;
}

/** What would change if a draft were in force, without anything changing. */
export interface DryRun {
  readonly differences: readonly (Difference & { readonly from: readonly RuleChange[] })[];
  readonly gain: { readonly people: number; readonly some: readonly string[] };
  readonly lose: { readonly people: number; readonly some: readonly string[] };
  readonly refused: Refused;
  readonly days: number;
}

const DAYS = 30;

/**
 * Tries a draft on the real accounts.
 *
 * The differences are found between the two policies, so that people need only be counted by the roles they wear, never
 * loaded. Allowed decisions leave no trace in the journal, so who loses is counted by people and not by decisions.
 *
 * @fr essai à blanc
 */
export class RunDry {
  constructor(
    private readonly store: PolicyStore,
    private readonly counts: PolicyCounts,
    private readonly clock: Clock,
  ) {}

  /**
   * @param seen organisations whose people may be named to who asks
   * @throws Refusal `policy.unknown` (unknown), `policy.unsound` (conflict) for one that does not compile
   */
  async run(id: string, seen: readonly string[]): Promise<DryRun> {
    const [version, current] = await Promise.all([this.store.get(id), this.store.inForce()]);
    const [after, before] = [version, current?.version].map((each) => each && lintPolicy(each.files).written?.policy);
    if (!after) throw new Refusal('policy.unsound', 'conflict');
    const base = before ?? new LivePolicy();
    const differences = comparePolicies(base, after).map((each) => ({ ...each, from: ruleChanges(base, after, each) }));
    const at = this.clock.now();
    const roles = (change: Difference['change']) => [
      ...new Set(differences.filter((each) => each.change === change).map(({ role }) => role)),
    ];
    const gains = differences.filter(({ change }) => change === 'gains');
    const since = new Date(at.getTime() - DAYS * 86_400_000);
    const [gain, lose, refused] = await Promise.all([
      this.counts.wearing(roles('gains'), at, seen),
      this.counts.wearing(roles('loses'), at, seen),
      this.counts.refused(gains, since, at),
    ]);
    return { differences, gain, lose, refused, days: DAYS };
  }
}
