import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { Me, Operation, shaped } from '@habilis/http';
import { startOfParisDay, type Caller } from '@habilis/kernel';
import type { z } from 'zod';
import { PublishCharter } from '../publish-charter.ts';
import { ReadCharters } from '../read-charters.ts';
import {
  CharterList,
  CharterTextView,
  organisationId,
  PublishAnswer,
  PublishForm,
  PublishQuery,
  versionNumber,
  type CharterTextWords,
  type PublishAnswerWords,
} from './console-charters-views.ts';

/** The charters of the caller's organisations: versions, how far each was accepted, and the next one. */
@Controller('api/console/v1/charters')
export class ConsoleChartersController {
  constructor(
    @Inject(ReadCharters) private readonly charters: ReadCharters,
    @Inject(PublishCharter) private readonly publishCharter: PublishCharter,
  ) {}

  @Get()
  @Operation({ tag: 'Charters', summary: 'The charters of my organisations, and how far each version was accepted', answer: CharterList })
  async list(@Me() me: Caller): Promise<z.infer<typeof CharterList>> {
    const items = await this.charters.run(me);
    return {
      items: items.map(({ versions, ...rest }) => ({ ...rest, versions: versions.map(({ organisation: _, ...each }) => dated(each)) })),
    };
  }

  @Get(':organisation/versions/:version')
  @Operation({ tag: 'Charters', summary: 'The text of one version', answer: CharterTextView, refusals: ['charter.unknown'] })
  async text(
    @Me() me: Caller,
    @Param('organisation', shaped(organisationId)) organisation: string,
    @Param('version', shaped(versionNumber)) version: number,
  ): Promise<CharterTextWords> {
    return dated(await this.charters.text(me, organisation, version));
  }

  @Post(':organisation/versions')
  @HttpCode(200)
  @Operation({
    tag: 'Charters',
    summary: 'Publish the next version, owed by every member from its day',
    description: '`?preview=true` says what would happen and writes nothing. A published text is never changed.',
    answer: PublishAnswer,
    refusals: ['charter.in-the-past', 'charter.published', 'charter.unchanged', 'organisation.unknown'],
  })
  async publish(
    @Me() me: Caller,
    @Param('organisation', shaped(organisationId)) organisation: string,
    @Query(shaped(PublishQuery)) asked: z.infer<typeof PublishQuery>,
    @Body(shaped(PublishForm)) { on, ...form }: z.infer<typeof PublishForm>,
  ): Promise<PublishAnswerWords> {
    const preview = asked.preview === 'true';
    const next = { ...form, organisation, effectiveAt: on === null ? null : startOfParisDay(on) };
    const text = await (preview ? this.publishCharter.plan(me, next) : this.publishCharter.run(me, next));
    const members = await this.charters.members(me, organisation);
    return { preview, version: text.version, effectiveAt: text.effectiveAt.toISOString(), members };
  }
}

const dated = <T extends { readonly effectiveAt: Date; readonly publishedAt: Date }>({ effectiveAt, publishedAt, ...rest }: T) => ({
  ...rest,
  effectiveAt: effectiveAt.toISOString(),
  publishedAt: publishedAt.toISOString(),
});
