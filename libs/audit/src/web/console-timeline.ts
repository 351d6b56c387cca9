import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { Me, Operation, shaped } from '@habilis/http';
import type { Caller } from '@habilis/kernel';
import type { z } from 'zod';
import type { RecordedFact } from '../journal.ts';
import { ReadTimeline } from '../read-timeline.ts';
import { RecordReading } from '../record-reading.ts';
import { TimelinePage, TimelineQuery, personId, type FactWords } from './console-views.ts';

/** What people call the people and organisations of the journal; records below the console know them. */
export abstract class TimelineNames {
  /** One statement however many are asked; what has no name is absent from the answer. */
  abstract of(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** What happened to a person: acts for administrators, traces too for those who may read the journal. Reading it is itself a fact. */
@Controller('api/console/v1/members')
export class ConsoleTimelineController {
  constructor(
    @Inject(ReadTimeline) private readonly timeline: ReadTimeline,
    @Inject(RecordReading) private readonly reading: RecordReading,
    @Inject(TimelineNames) private readonly names: TimelineNames,
  ) {}

  @Get(':id/timeline')
  @Operation({
    tag: 'Members',
    summary: 'What happened to a person, the latest first',
    description: 'Acts on their places; with `why`, the traces of connections and consultations too, for who may read the journal.',
    answer: TimelinePage,
    refusals: ['account.unknown', 'timeline.cursor-malformed'],
  })
  async read(
    @Me() me: Caller,
    @Param('id', shaped(personId)) id: string,
    @Query(shaped(TimelineQuery)) slice: z.infer<typeof TimelineQuery>,
  ): Promise<z.infer<typeof TimelinePage>> {
    const page = await this.timeline.run(me, id, slice);
    const place = page.items.find(({ organisation }) => organisation)?.organisation ?? null;
    await (slice.why ? this.reading.run(me, 'traces', id, place, slice.why) : this.reading.run(me, 'timeline', id, place));
    const names = await this.names.of(page.items.flatMap(({ by, organisation }) => (organisation ? [by, organisation] : [by])));
    return { items: page.items.map((each) => factView(each, names)), next: page.next };
  }
}

function factView({ seq, at, what, by, why, source, organisation, details }: RecordedFact, names: ReadonlyMap<string, string>): FactWords {
  const named = (id: string) => ({ id, name: names.get(id) ?? id });
  return {
    id: seq,
    at: at.toISOString(),
    what,
    by: named(by),
    why,
    source: source ?? null,
    organisation: organisation ? named(organisation) : null,
    details: { ...details },
  };
}
