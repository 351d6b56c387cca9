import { Controller, Get, Inject, Query } from '@nestjs/common';
import { Me, Operation, shaped } from '@habilis/http';
import type { Caller } from '@habilis/kernel';
import type { z } from 'zod';
import { ListPeople } from '../read-people.ts';
import { RequestsQuery } from './console-forms.ts';
import { Names } from './console-ports.ts';
import { requestView } from './console-present.ts';
import { RequestPage } from './console-views.ts';

/** The queue of people who wait for an administrator's answer. */
@Controller('api/console/v1/requests')
export class ConsoleRequestsController {
  constructor(
    @Inject(ListPeople) private readonly people: ListPeople,
    @Inject(Names) private readonly names: Names,
  ) {}

  @Get()
  @Operation({
    tag: 'Members',
    summary: 'People who wait for an answer, the longest wait first',
    answer: RequestPage,
    refusals: ['cursor.malformed'],
  })
  async list(@Me() me: Caller, @Query(shaped(RequestsQuery)) query: z.infer<typeof RequestsQuery>): Promise<z.infer<typeof RequestPage>> {
    const page = await this.people.requests(me, query);
    const names = await this.names.of(page.items.map(({ organisation }) => organisation));
    return { items: page.items.map((each) => requestView(each, names)), next: page.next };
  }
}
