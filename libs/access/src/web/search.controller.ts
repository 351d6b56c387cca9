import { Body, Controller, Header, HttpCode, Inject, Post, UseGuards } from '@nestjs/common';
import { shaped } from '@habilis/http';
import type { z } from 'zod';
import type { CallingClient } from '../ports.ts';
import { SearchAccess, type Found } from '../decision/search-access.ts';
import { Calling, CallingClientGuard } from './calling-client.ts';
import { ActionSearchForm, ResourceSearchForm, SubjectSearchForm, type FoundActions, type FoundView } from './search-forms.ts';

/** Searches for portals: who may, to what, and what. OpenID AuthZEN Authorization API 1.0. */
@Controller('access/v1/search')
@UseGuards(CallingClientGuard)
export class SearchController {
  constructor(@Inject(SearchAccess) private readonly search: SearchAccess) {}

  @Post('subject')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async subject(
    @Calling() client: CallingClient,
    @Body(shaped(SubjectSearchForm)) form: z.output<typeof SubjectSearchForm>,
  ): Promise<z.infer<typeof FoundView>> {
    const { subject, action, resource, context, page } = form;
    if (subject.type !== 'person') return found('person', { ids: [], next: null });
    const question = {
      action: action.name,
      target: { ...resource.properties, type: resource.type, id: resource.id },
      ...(context && { context }),
    };
    return found('person', await this.search.people(client, question, toPage(page)));
  }

  @Post('resource')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async resource(
    @Calling() client: CallingClient,
    @Body(shaped(ResourceSearchForm)) form: z.output<typeof ResourceSearchForm>,
  ): Promise<z.infer<typeof FoundView>> {
    const { subject, action, resource, context, page } = form;
    const question = { action: action.name, target: { ...resource.properties, type: resource.type, id: '' }, ...(context && { context }) };
    return found(resource.type, await this.search.things(client, subject, question, toPage(page)));
  }

  @Post('action')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async action(
    @Calling() client: CallingClient,
    @Body(shaped(ActionSearchForm)) form: z.output<typeof ActionSearchForm>,
  ): Promise<z.infer<typeof FoundActions>> {
    const { subject, resource, context } = form;
    const question = { target: { ...resource.properties, type: resource.type, id: resource.id }, ...(context && { context }) };
    const actions = await this.search.actions(client, subject, question);
    return { results: actions.map((name) => ({ name })), page: { next_token: '' } };
  }
}

const toPage = ({ token, limit }: { token?: string | undefined; limit: number }) => ({ limit, after: token || null });
const found = (type: string, { ids, next }: Found) => ({ results: ids.map((id) => ({ type, id })), page: { next_token: next ?? '' } });
