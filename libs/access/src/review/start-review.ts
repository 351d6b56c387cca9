import { newId, Refusal, type Caller, type Clock, type Fact } from '@habilis/kernel';
import type { Policy } from '../policy/language/policy.ts';
import type { Holdings } from '../ports.ts';
import { allNamed, askedIn, mustBeAbleToReview, type Naming } from './reviewers.ts';
import { mustLeaveTime, reviewTarget, type Review, type Silence } from './review.ts';
import type { Reviews, Scope } from './ports.ts';

export interface ReviewRequest extends Naming {
  readonly organisation: string;
  readonly title: string;
  readonly roles: readonly string[];
  /** Empty: the organisation and all below it. */
  readonly structures: readonly string[];
  readonly silence: Silence;
  readonly deadline: Date;
}

/** What a review would hold, and why it may not be started so; null: it may. */
export interface Foreseen {
  readonly scope: Scope;
  /** How many roles there are to review in each structure that may be chosen, of the roles that are. */
  readonly places: ReadonlyMap<string, number>;
  readonly refusal: Refusal | null;
}

/**
 * Starts a round in which every role of the scope is confirmed or taken back.
 *
 * Where silence suspends, the grants end at the deadline from now on, and a confirmation gives them back the end they had: so the
 * deadline takes effect at its instant, in every reading of grants there is, with no job. Roles without whose holder nobody could grant
 * again are spared. A line that somebody named would review about themselves goes to the next who was named; without one, nothing starts.
 *
 * @fr campagne de revue des habilitations
 * @source CPAM13.10.2
 */
export class StartReview {
  constructor(
    private readonly policy: Policy,
    private readonly reviews: Reviews,
    private readonly holdings: Holdings,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws Refusal `access.denied` (forbidden), `role.unknown`, `organisation.unknown`, `review.reviewer` or `review.deadline` (invalid),
   *   `review.empty` or `review.own-rights` (conflict)
   */
  async run(me: Caller, request: ReviewRequest): Promise<{ readonly review: Review; readonly scope: Scope }> {
    const { review } = await this.drafted(me, request);
    const scope = await this.reviews.start(review, askedIn(review.structures, request), this.spared(), (found) => {
      const refusal = refusalOf(found);
      if (refusal) throw refusal;
      return [factOf(review, found.items), ...allNamed(request).map((account) => namedFact(review, account))];
    });
    return { review, scope };
  }

  /** What `run` would put on the list and whom it would ask, without doing it. @throws Refusal as `run`, but for what it would find */
  async plan(me: Caller, request: ReviewRequest): Promise<Foreseen> {
    const { review, below } = await this.drafted(me, request);
    const scope = await this.reviews.scope(review, askedIn(review.structures, request));
    const counted = await this.reviews.counted(below, review.roles, review.startedAt);
    return { scope, places: new Map(below.map((each) => [each, counted.get(each) ?? 0])), refusal: refusalOf(scope) ?? null };
  }

  private async drafted(me: Caller, request: ReviewRequest): Promise<{ readonly review: Review; readonly below: readonly string[] }> {
    const { organisation, title, roles, silence, deadline, reviewers } = request;
    const startedAt = this.clock.now();
    const id = newId('rev');
    me.must('start', reviewTarget({ id, organisation }));
    const below = (await this.holdings.below([organisation])).get(organisation) ?? [];
    const structures = request.structures.length === 0 ? below : request.structures;
    const placed = structures.every((each) => below.includes(each)) && reviewers.every(({ structure }) => structures.includes(structure));
    if (!placed) throw new Refusal('organisation.unknown', 'invalid');
    const unknown = roles.find((each) => !this.policy.roles.has(each));
    if (unknown !== undefined) throw new Refusal('role.unknown', 'invalid', { role: unknown });
    mustLeaveTime(deadline, startedAt);
    await mustBeAbleToReview(this.holdings, allNamed(request), below, startedAt);
    return { review: { id, organisation, title, roles, structures, silence, deadline, startedAt, startedBy: me.id }, below };
  }

  private spared(): readonly string[] {
    return [...this.policy.roles.values()].filter(({ keepOne }) => keepOne).map(({ name }) => name);
  }
}

/** A review of nothing is none; nor is one in which somebody would review their own. */
function refusalOf({ items, own }: Scope): Refusal | undefined {
  if (items === 0) return new Refusal('review.empty', 'conflict');
  return own > 0 ? new Refusal('review.own-rights', 'conflict', { items: own }) : undefined;
}

const factOf = ({ id, organisation, startedAt, startedBy, deadline, silence, roles, structures }: Review, items: number): Fact => ({
  what: 'review.started',
  on: id,
  by: startedBy,
  at: startedAt,
  why: silence,
  source: 'CPAM13.10.2',
  organisation,
  details: { deadline: deadline.toISOString(), items, roles, structures },
});

const namedFact = ({ id, organisation, startedAt, startedBy, deadline }: Review, account: string): Fact => ({
  what: 'review.named',
  on: account,
  by: startedBy,
  at: startedAt,
  why: 'named',
  source: 'CPAM13.10.2',
  organisation,
  details: { review: id, deadline: deadline.toISOString() },
});
