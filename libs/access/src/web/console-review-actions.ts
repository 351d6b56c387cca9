import { Body, Controller, Get, HttpCode, Inject, Injectable, Param, Post, Query } from '@nestjs/common';
import { Names, named } from '@habilis/accounts/web';
import { Me, Operation, shaped } from '@habilis/http';
import { Clock, parisDay, startOfParisDay, type Caller } from '@habilis/kernel';
import type { z } from 'zod';
import { actionState } from '../review/action.ts';
import { PlanAction } from '../review/plan-action.ts';
import type { SeenAction } from '../review/ports.ts';
import { actionTarget, ReadActions } from '../review/read-actions.ts';
import { ReadReviews } from '../review/read-reviews.ts';
import { SettleAction } from '../review/settle-action.ts';
import { PolicyInForce } from './console-ports.ts';
import {
  actionId,
  PlanActionForm,
  ReviewActionPage,
  ReviewActionsQuery,
  reviewId,
  SettleActionForm,
  type ReviewActionWords,
} from './console-reviews-views.ts';
import { roleNamed } from './console-roles.ts';

const PAGE = 50;
const LAST_INSTANT = 86_400_000 - 1;

/** Actions, with the names of what they are about. */
@Injectable()
export class ActionWords {
  constructor(
    @Inject(PolicyInForce) private readonly policy: PolicyInForce,
    @Inject(Names) private readonly names: Names,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async of(me: Caller, actions: readonly SeenAction[]): Promise<ReviewActionWords[]> {
    const ids = actions.flatMap((each) => [
      ...[each.organisation, each.owner, each.plannedBy, each.closedBy],
      ...[each.about?.account ?? null, each.about?.structure ?? null],
    ]);
    const names = await this.names.of([...new Set(ids.filter((each) => each !== null))]);
    const someone = (id: string | null = null) => (id === null ? null : named(names, id));
    const now = this.clock.now();
    return actions.map((each) => ({
      ...{ id: each.id, grant: each.line, finding: each.finding, task: each.task, done: each.done, givenUp: each.givenUp },
      person: someone(each.about?.account),
      structure: someone(each.about?.structure),
      role: each.about === null ? null : roleNamed(this.policy, each.about.role),
      organisation: named(names, each.organisation),
      owner: named(names, each.owner),
      due: parisDay(new Date(each.dueAt.getTime() - 1)),
      state: actionState(each, now),
      plannedBy: named(names, each.plannedBy),
      plannedAt: each.plannedAt.toISOString(),
      closedBy: someone(each.closedBy),
      closedAt: each.closedAt?.toISOString() ?? null,
      maySettle: each.closedAt === null && me.can('settle', actionTarget(each, me)),
    }));
  }
}

/** The plan of action of a review: what is to be done about what it found, by whom, until when. */
@Controller('api/console/v1/reviews/:id/actions')
export class ConsoleReviewActionsController {
  constructor(
    @Inject(ReadReviews) private readonly reviews: ReadReviews,
    @Inject(ReadActions) private readonly actions: ReadActions,
    @Inject(PlanAction) private readonly planAction: PlanAction,
    @Inject(SettleAction) private readonly settleAction: SettleAction,
    @Inject(ActionWords) private readonly words: ActionWords,
  ) {}

  @Get()
  @Operation({ tag: 'Reviews', summary: 'Its plan of action: what is open first', answer: ReviewActionPage, refusals: ['review.unknown'] })
  async list(
    @Me() me: Caller,
    @Param('id', shaped(reviewId)) id: string,
    @Query(shaped(ReviewActionsQuery)) { offset, ...filter }: z.infer<typeof ReviewActionsQuery>,
  ): Promise<z.infer<typeof ReviewActionPage>> {
    await this.reviews.one(me, id);
    const { items, more } = await this.actions.page(me, id, filter, PAGE, offset);
    return { items: await this.words.of(me, items), more };
  }

  @Post()
  @HttpCode(200)
  @Operation({
    tag: 'Reviews',
    summary: 'Make an action of what was found, with somebody to do it and a day',
    answer: ReviewActionPage,
    refusals: ['review.unknown', 'review-action.due', 'review-action.owner', 'review-action.own'],
  })
  async plan(
    @Me() me: Caller,
    @Param('id', shaped(reviewId)) review: string,
    @Body(shaped(PlanActionForm)) { grant, due, ...form }: z.infer<typeof PlanActionForm>,
  ): Promise<z.infer<typeof ReviewActionPage>> {
    const lastDay = new Date(startOfParisDay(due).getTime() + LAST_INSTANT);
    await this.planAction.run(me, { ...form, review, line: grant, lastDay });
    return this.list(me, review, { offset: 0 });
  }

  @Post(':action/settle')
  @HttpCode(200)
  @Operation({
    tag: 'Reviews',
    summary: 'Say what was done, or why an action is given up',
    answer: ReviewActionPage,
    refusals: ['review-action.unknown', 'review-action.closed'],
  })
  async settle(
    @Me() me: Caller,
    @Param('id', shaped(reviewId)) review: string,
    @Param('action', shaped(actionId)) id: string,
    @Body(shaped(SettleActionForm)) form: z.infer<typeof SettleActionForm>,
  ): Promise<z.infer<typeof ReviewActionPage>> {
    if (form.as === 'done') await this.settleAction.done(me, review, id, form.done);
    else await this.settleAction.giveUp(me, review, id, form.why);
    return this.list(me, review, { offset: 0 });
  }
}
