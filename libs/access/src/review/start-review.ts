import { newId, Refusal, type Caller, type Clock, type Fact } from '@habilis/kernel';
import type { Policy } from '../policy/language/policy.ts';
import type { Holdings } from '../ports.ts';
import { mustLeaveTime, reviewTarget, type Review, type Silence } from './review.ts';
import type { Reviews, Scope } from './ports.ts';

export interface ReviewRequest {
  readonly organisation: string;
  readonly title: string;
  readonly roles: readonly string[];
  /** Empty: the organisation and all below it. */
  readonly structures: readonly string[];
  readonly reviewers: readonly { readonly structure: string; readonly account: string }[];
  readonly silence: Silence;
  readonly deadline: Date;
}

/**
 * Starts a round in which every role of the scope is confirmed or taken back.
 *
 * Where silence suspends, the grants end at the deadline from now on, and a confirmation gives them back the end they had: so the
 * deadline takes effect at its instant, in every reading of grants there is, with no job. Roles without whose holder nobody could grant
 * again are spared.
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

  /** @throws Refusal `access.denied` (forbidden), `role.unknown`, `organisation.unknown` or `review.deadline` (invalid), `review.empty` (conflict) */
  async run(me: Caller, request: ReviewRequest): Promise<Review> {
    const review = await this.drafted(me, request);
    const reviewers = new Map(request.reviewers.map(({ structure, account }) => [structure, account]));
    if (request.reviewers.some(({ structure }) => !review.structures.includes(structure)))
      throw new Refusal('organisation.unknown', 'invalid');
    await this.reviews.start(review, reviewers, this.spared(), (items) => [
      factOf(review, items),
      ...[...new Set(reviewers.values())].map((account) => namedFact(review, account)),
    ]);
    return review;
  }

  /** What `run` would put on the list, without doing it. */
  async plan(me: Caller, request: ReviewRequest): Promise<Scope> {
    return this.reviews.scope(await this.drafted(me, request));
  }

  private async drafted(me: Caller, { reviewers: _, ...request }: ReviewRequest): Promise<Review> {
    const { organisation, roles, deadline } = request;
    const startedAt = this.clock.now();
    const id = newId('rev');
    me.must('start', reviewTarget({ id, organisation }));
    const below = (await this.holdings.below([organisation])).get(organisation) ?? [];
    const structures = request.structures.length === 0 ? below : request.structures;
    if (!structures.every((each) => below.includes(each))) throw new Refusal('organisation.unknown', 'invalid');
    const unknown = roles.find((each) => !this.policy.roles.has(each));
    if (unknown !== undefined) throw new Refusal('role.unknown', 'invalid', { role: unknown });
    mustLeaveTime(deadline, startedAt);
    return { ...request, id, structures, startedAt, startedBy: me.id };
  }

  private spared(): readonly string[] {
    return [...this.policy.roles.values()].filter(({ keepOne }) => keepOne).map(({ name }) => name);
  }
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
