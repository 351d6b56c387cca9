import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ReadTimeline, type RecordedFact } from '@habilis/audit';
import { Me, shaped } from '@habilis/http';
import type { Caller } from '@habilis/kernel';
import { Actions, ButtonLink, EmptyState, Timeline, type Moment, type Translate } from '@habilis/pages';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Frame } from './frame.tsx';
import { Names } from './names.ts';

const ActivityQuery = z.strictObject({ avant: z.string().min(1).max(200).optional() });

/** What happened to the person's own account, and that someone looked at it. */
@Controller('moi/activite')
export class ActivityController {
  constructor(
    @Inject(Frame) private readonly frame: Frame,
    @Inject(ReadTimeline) private readonly timeline: ReadTimeline,
    @Inject(Names) private readonly names: Names,
  ) {}

  @Get()
  async show(
    @Me() me: Caller,
    @Query(shaped(ActivityQuery)) { avant }: z.infer<typeof ActivityQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const t = this.frame.words(request);
    const { items, next } = await this.timeline.own(me, { cursor: avant, limit: 30 });
    this.frame.show(request, response, {
      title: t('own.activity.title'),
      lead: t('own.activity.lead'),
      children: (
        <>
          {items.length === 0 && <EmptyState title={t('own.activity.none')} />}
          <Timeline moments={items.map((fact) => this.moment(fact, me, t))} />
          <Actions>
            {next && <ButtonLink href={`/moi/activite?avant=${encodeURIComponent(next)}`}>{t('own.activity.older')}</ButtonLink>}
            <ButtonLink href="/moi">{t('own.back')}</ButtonLink>
          </Actions>
        </>
      ),
    });
  }

  private moment({ at, what, by, organisation }: RecordedFact, me: Caller, t: Translate): Moment {
    const detail = organisation === undefined ? undefined : this.names.organisation(organisation);
    return { at, title: t(`facts.${what}`), by: this.whom(by, me, t), ...(detail && { detail }) };
  }

  private whom(by: string, me: Caller, t: Translate): string {
    if (by === me.id) return t('own.activity.you');
    if (by === 'someone') return t('own.activity.somebody');
    const [kind, id = ''] = by.split(':');
    return kind === 'client' ? t('own.activity.portal', { portal: this.names.portal(id) }) : t('own.activity.system');
  }
}
