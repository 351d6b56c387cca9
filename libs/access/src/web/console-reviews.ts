import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ActQuery, Names, named } from '@habilis/accounts/web';
import { Me, Operation, shaped } from '@habilis/http';
import { Clock, startOfParisDay, type Caller } from '@habilis/kernel';
import type { z } from 'zod';
import type { Progress, Scope } from '../review/ports.ts';
import { DecideReview } from '../review/decide-review.ts';
import { ReadReviews } from '../review/read-reviews.ts';
import { isShared, itemState, itemTarget, type Review, type ReviewedGrant, type ReviewItem } from '../review/review.ts';
import { StartReview } from '../review/start-review.ts';
import { ReadActions } from '../review/read-actions.ts';
import { wholeTarget } from '../review/plan-action.ts';
import { ActionWords } from './console-review-actions.ts';
import { PolicyInForce, RefusalWords } from './console-ports.ts';
import {
  DecidedAnswer,
  ReportFile,
  ReportQuery,
  ReviewDecisionForm,
  ReviewForm,
  ReviewItemPage,
  ReviewItemsQuery,
  ReviewPage,
  ReviewsQuery,
  ReviewView,
  reviewId,
  StartAnswer,
  type DecidedWords,
  type ReviewItemWords,
  type ReviewWords,
  type StartAnswerWords,
} from './console-reviews-views.ts';
import { roleNamed } from './console-roles.ts';
import { reviewCsv, reviewPdf } from './review-report.ts';

const PAGE = 50;
/** Lines that a report reads at a time, and at most. */
const REPORT = { page: 1_000, most: 100_000 } as const;

/** Rounds in which roles are confirmed or taken back. `?preview=true` foresees and writes nothing. */
@Controller('api/console/v1/reviews')
export class ConsoleReviewsController {
  constructor(
    @Inject(StartReview) private readonly startReview: StartReview,
    @Inject(DecideReview) private readonly decideReview: DecideReview,
    @Inject(ReadReviews) private readonly reviews: ReadReviews,
    @Inject(ReadActions) private readonly actions: ReadActions,
    @Inject(ActionWords) private readonly actionWords: ActionWords,
    @Inject(PolicyInForce) private readonly policy: PolicyInForce,
    @Inject(RefusalWords) private readonly words: RefusalWords,
    @Inject(Names) private readonly names: Names,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  @Operation({ tag: 'Reviews', summary: 'The reviews of my organisations, the latest first', answer: ReviewPage })
  async list(@Me() me: Caller, @Query(shaped(ReviewsQuery)) { offset }: z.infer<typeof ReviewsQuery>): Promise<z.infer<typeof ReviewPage>> {
    const { items, more } = await this.reviews.list(me, PAGE, offset);
    return { items: await Promise.all(items.map(({ review, progress }) => this.view(me, review, progress))), more };
  }

  @Post()
  @HttpCode(200)
  @Operation({
    tag: 'Reviews',
    summary: 'Start a review: what is not confirmed by the deadline ends then, or is left',
    answer: StartAnswer,
    refusals: ['organisation.unknown', 'role.unknown', 'review.deadline', 'review.reviewer', 'review.empty', 'review.own-rights'],
  })
  async start(
    @Me() me: Caller,
    @Query(shaped(ActQuery)) { preview }: z.infer<typeof ActQuery>,
    @Body(shaped(ReviewForm)) form: z.infer<typeof ReviewForm>,
  ): Promise<StartAnswerWords> {
    const request = { ...form, deadline: startOfParisDay(form.deadline) };
    if (preview === 'true') {
      const { scope, places, refusal } = await this.startReview.plan(me, request);
      const refused = refusal && { code: refusal.code, sentence: this.words.of(refusal.code) };
      return this.startWords({ preview: true, id: null, refused }, scope, places);
    }
    const { review, scope } = await this.startReview.run(me, request);
    return this.startWords({ preview: false, id: review.id, refused: null }, scope, new Map());
  }

  @Get(':id')
  @Operation({ tag: 'Reviews', summary: 'One review and how far it is', answer: ReviewView, refusals: ['review.unknown'] })
  async one(@Me() me: Caller, @Param('id', shaped(reviewId)) id: string): Promise<ReviewWords> {
    const { review, progress } = await this.reviews.one(me, id);
    return this.view(me, review, progress);
  }

  @Get(':id/items')
  @Operation({ tag: 'Reviews', summary: 'Its roles, by structure and name', answer: ReviewItemPage, refusals: ['review.unknown'] })
  async items(
    @Me() me: Caller,
    @Param('id', shaped(reviewId)) id: string,
    @Query(shaped(ReviewItemsQuery)) { offset, unplanned, ...filter }: z.infer<typeof ReviewItemsQuery>,
  ): Promise<z.infer<typeof ReviewItemPage>> {
    const { review, items, more } = await this.reviews.page(me, id, { ...filter, unplanned: unplanned === 'true' }, PAGE, offset);
    return { items: await this.itemViews(me, review, items), more };
  }

  @Post(':id/decide')
  @HttpCode(200)
  @Operation({
    tag: 'Reviews',
    summary: 'Confirm or take back roles, many at a time; what may not be done is told and passed over',
    answer: DecidedAnswer,
    refusals: ['review.unknown'],
  })
  async decide(
    @Me() me: Caller,
    @Param('id', shaped(reviewId)) id: string,
    @Query(shaped(ActQuery)) asked: z.infer<typeof ActQuery>,
    @Body(shaped(ReviewDecisionForm)) form: z.infer<typeof ReviewDecisionForm>,
  ): Promise<DecidedWords> {
    const preview = asked.preview === 'true';
    const request = { review: id, ...form };
    const { done, refused } = await (preview ? this.decideReview.plan(me, request) : this.decideReview.run(me, request));
    return { preview, done: [...done], refused: refused.map(({ grant, code }) => ({ grant, code, sentence: this.words.of(code) })) };
  }

  @Get(':id/report')
  @Operation({ tag: 'Reviews', summary: 'The report, as a file', answer: ReportFile, refusals: ['review.unknown'] })
  async report(
    @Me() me: Caller,
    @Param('id', shaped(reviewId)) id: string,
    @Query(shaped(ReportQuery)) { format }: z.infer<typeof ReportQuery>,
  ): Promise<StreamableFile> {
    const { review, progress } = await this.reviews.one(me, id);
    const lines = await everyPage(async (offset) => {
      const { items, more } = await this.reviews.page(me, id, {}, REPORT.page, offset);
      return { items: await this.itemViews(me, review, items), more };
    });
    const actions = await everyPage(async (offset) => {
      const { items, more } = await this.actions.page(me, id, {}, REPORT.page, offset);
      return { items: await this.actionWords.of(me, items), more };
    });
    const pdf = format === 'pdf';
    const file = pdf
      ? await reviewPdf(await this.view(me, review, progress), lines, actions, this.clock.now())
      : Buffer.from(reviewCsv(lines, actions));
    return new StreamableFile(file, {
      type: pdf ? 'application/pdf' : 'text/csv; charset=utf-8',
      disposition: `attachment; filename="revue-${id}.${format}"`,
    });
  }

  private async startWords(
    about: Pick<StartAnswerWords, 'preview' | 'id' | 'refused'>,
    { own: _, shares, ...scope }: Scope,
    places: ReadonlyMap<string, number>,
  ): Promise<StartAnswerWords> {
    const names = await this.names.of([...shares.map(({ account }) => account).filter((each) => each !== null), ...places.keys()]);
    return {
      ...about,
      ...scope,
      shares: shares.map(({ account, ...share }) => ({ ...share, person: account === null ? null : named(names, account) })),
      places: [...places].map(([id, items]) => ({ organisation: named(names, id), items })),
    };
  }

  private async view(me: Caller, review: Review, progress: Progress): Promise<ReviewWords> {
    const { id, title, organisation, roles, structures, silence, deadline, startedAt, startedBy } = review;
    const names = await this.names.of([organisation, startedBy, ...structures]);
    return {
      ...{ id, title, silence, progress },
      organisation: named(names, organisation),
      roles: roles.map((each) => roleNamed(this.policy, each)),
      structures: structures.map((each) => named(names, each)),
      deadline: deadline.toISOString(),
      startedAt: startedAt.toISOString(),
      startedBy: named(names, startedBy),
      over: this.clock.now() >= deadline,
      mayPlan: me.can('plan', wholeTarget(review)),
    };
  }

  private async itemViews(me: Caller, review: Review, items: readonly ReviewItem[]): Promise<ReviewItemWords[]> {
    const ids = items.flatMap(({ grant, reviewer, substitute, decidedBy }) => [...givenWhere(grant), reviewer, substitute, decidedBy]);
    const names = await this.names.of([...new Set(ids.filter((each) => each !== null))]);
    const someone = (account: string | null) => (account === null ? null : named(names, account));
    const now = this.clock.now();
    return items.map((item) => {
      const { grant, reaches, own, reviewer, untilBefore, proposal, why, decidedBy, decidedAt } = item;
      return {
        ...{ grant: grant.id, reaches, own, proposal, why },
        person: isShared(grant) ? null : named(names, grant.account),
        structure: isShared(grant) ? named(names, grant.structure) : null,
        role: roleNamed(this.policy, grant.role),
        organisation: named(names, grant.organisation),
        since: grant.from.toISOString(),
        until: untilBefore?.toISOString() ?? null,
        reviewer: someone(reviewer),
        substitute: someone(item.substitute),
        state: itemState(item, review, now),
        decidedBy: someone(decidedBy),
        decidedAt: decidedAt?.toISOString() ?? null,
        mayDecide: me.can('decide', itemTarget(item, me)),
        mayPlan: me.can('plan', itemTarget(item, me)),
      };
    });
  }
}

const givenWhere = (grant: ReviewedGrant) => [isShared(grant) ? grant.structure : grant.account, grant.organisation];

async function everyPage<T>(read: (offset: number) => Promise<{ items: readonly T[]; more: boolean }>): Promise<T[]> {
  const all: T[] = [];
  for (let offset = 0, more = true; more && offset < REPORT.most; offset += REPORT.page) {
    const page = await read(offset);
    all.push(...page.items);
    ({ more } = page);
  }
  return all;
}
