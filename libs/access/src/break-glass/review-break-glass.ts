import { Refusal, type Caller, type Clock, type Fact } from '@habilis/kernel';
import { concludeReview, type BreakGlass, type Finding } from './break-glass.ts';
import type { Emergencies } from '../ports.ts';

/** What the policy looks at when an emergency is read or reviewed. */
export const emergencyTarget = ({ id, organisation, account }: BreakGlass) => ({ type: 'Emergency', id, organisation, holder: account });

/**
 * The security officer concludes on what was opened in an emergency. Nobody reviews what they opened themselves.
 *
 * @fr revue d'un accès en urgence
 * @source CPAM13.10.4
 */
export class ReviewBreakGlass {
  constructor(
    private readonly emergencies: Emergencies,
    private readonly clock: Clock,
  ) {}

  /** Tells, once each, the reviews that are late. The mail to the security officer is owed by the fact. */
  tellLate(): Promise<void> {
    const at = this.clock.now();
    return this.emergencies.tellLate(at, (entry) => lateFact(entry, at));
  }

  /** @throws Refusal `break-glass.unknown` (unknown), `access.denied` (forbidden), `break-glass.reviewed` (conflict) */
  async run(me: Caller, { id, finding }: { readonly id: string; readonly finding: Finding }): Promise<BreakGlass> {
    const entry = await this.emergencies.get(id);
    if (!me.can('read', emergencyTarget(entry))) throw new Refusal('break-glass.unknown', 'unknown', { id });
    me.must('review', emergencyTarget(entry));
    const change = concludeReview(entry, { by: me.id, at: this.clock.now(), finding });
    await this.emergencies.conclude(change);
    return change.next;
  }
}

const lateFact = ({ id, account, organisation, reviewBy }: BreakGlass, at: Date): Fact => ({
  what: 'break-glass.late',
  on: account,
  by: 'system:upkeep',
  at,
  why: 'not-reviewed',
  source: 'CPAM13.10.4',
  ...(organisation !== null && { organisation }),
  details: { id, deadline: reviewBy.toISOString() },
});
