import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { Names, named } from '@habilis/accounts/web';
import { Me, Operation, shaped } from '@habilis/http';
import { Clock, type Caller } from '@habilis/kernel';
import { z } from 'zod';
import { breakGlassState, FINDINGS, type BreakGlass } from '../break-glass/break-glass.ts';
import { Emergencies } from '../ports.ts';
import { emergencyTarget, ReviewBreakGlass } from '../break-glass/review-break-glass.ts';
import { PortalWords } from './console-ports.ts';
import { EmergencyPage, EmergencyView, type EmergencyWords } from './console-request-views.ts';

const emergencyId = z.string().regex(/^bg-[a-z0-9-]{1,60}$/);
const PAGE = 50;
const PageQuery = z.strictObject({ page: z.coerce.number().int().min(1).max(1_000).default(1) });
const ReviewForm = z.strictObject({ finding: z.enum(FINDINGS) });

/** Files opened in an emergency, and their reviews. */
@Controller('api/console/v1/emergencies')
export class ConsoleEmergenciesController {
  constructor(
    @Inject(Emergencies) private readonly emergencies: Emergencies,
    @Inject(ReviewBreakGlass) private readonly reviewing: ReviewBreakGlass,
    @Inject(PortalWords) private readonly portals: PortalWords,
    @Inject(Names) private readonly names: Names,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  @Operation({ tag: 'Emergencies', summary: 'Files opened in an emergency, those to review first', answer: EmergencyPage })
  async list(@Me() me: Caller, @Query(shaped(PageQuery)) { page }: z.output<typeof PageQuery>): Promise<z.infer<typeof EmergencyPage>> {
    const places = me.organisationsFor('list', 'Emergency');
    const now = this.clock.now();
    const { items, more } = await this.emergencies.page(places, now, PAGE, (page - 1) * PAGE);
    const counts = await this.emergencies.counts(places, now);
    const portals = counts.portals.map((each) => ({ ...each, portal: this.portals.of(each.portal).name }));
    return { items: await this.views(me, items), more, counts: { ...counts, portals } };
  }

  @Post(':id/review')
  @HttpCode(200)
  @Operation({
    tag: 'Emergencies',
    summary: 'Close the review of an emergency',
    answer: EmergencyView,
    refusals: ['break-glass.unknown', 'break-glass.reviewed'],
  })
  async review(
    @Me() me: Caller,
    @Param('id', shaped(emergencyId)) id: string,
    @Body(shaped(ReviewForm)) { finding }: z.infer<typeof ReviewForm>,
  ): Promise<EmergencyWords> {
    const entry = await this.reviewing.run(me, { id, finding });
    return (await this.views(me, [{ ...entry, recent: 1, abuses: finding === 'abuse' ? 1 : 0 }]))[0]!;
  }

  private async views(me: Caller, entries: readonly (BreakGlass & { recent: number; abuses: number })[]): Promise<EmergencyWords[]> {
    const names = await this.names.of(
      entries.flatMap(({ account, organisation, reviewedBy }) => [account, organisation, reviewedBy].filter((id) => id !== null)),
    );
    const now = this.clock.now();
    return entries.map((each) => ({
      id: each.id,
      person: named(names, each.account),
      organisation: each.organisation === null ? null : named(names, each.organisation),
      portal: this.portals.of(each.portal).name,
      type: each.type,
      thing: each.thing,
      motive: each.motive,
      assurance: each.assurance,
      openedAt: each.openedAt.toISOString(),
      until: each.until.toISOString(),
      reviewBy: each.reviewBy.toISOString(),
      state: breakGlassState(each, now),
      reviewedBy: each.reviewedBy === null ? null : named(names, each.reviewedBy),
      finding: each.finding,
      recent: each.recent,
      abuses: each.abuses,
      mine: each.reviewedAt === null && me.can('review', emergencyTarget(each)),
    }));
  }
}
