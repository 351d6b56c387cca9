import { Controller, Get, Inject, Query } from '@nestjs/common';
import { Me, Operation, shaped } from '@habilis/http';
import { Clock, type Caller } from '@habilis/kernel';
import type { z } from 'zod';
import { ListPeople } from '../read-people.ts';
import { MembersQuery } from './console-forms.ts';
import { Names, Reaches } from './console-ports.ts';
import { rowView, toName } from './console-present.ts';
import { MemberPage } from './console-views.ts';

/** The people of the caller's organisations. */
@Controller('api/console/v1/members')
export class ConsoleMembersController {
  constructor(
    @Inject(ListPeople) private readonly people: ListPeople,
    @Inject(Names) private readonly names: Names,
    @Inject(Reaches) private readonly reaches: Reaches,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  @Operation({ tag: 'Members', summary: 'People of my organisations, by name', answer: MemberPage, refusals: ['cursor.malformed'] })
  async list(@Me() me: Caller, @Query(shaped(MembersQuery)) query: z.infer<typeof MembersQuery>): Promise<z.infer<typeof MemberPage>> {
    const { q, ...asked } = query;
    const page = await this.people.people(me, { ...asked, search: q });
    const placed = page.items.map(({ id, memberships }) => ({ id, organisations: memberships.map(({ organisation }) => organisation) }));
    const [names, reaches] = await Promise.all([this.names.of(toName(page.items)), this.reaches.of(placed)]);
    return { items: page.items.map((each) => rowView(each, reaches.get(each.id)!, names, this.clock.now())), next: page.next };
  }
}
