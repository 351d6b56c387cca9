import { Body, Controller, Delete, Header, HttpCode, Inject, Param, Post, Put, UseGuards } from '@nestjs/common';
import { shaped } from '@habilis/http';
import { Refusal } from '@habilis/kernel';
import type { Kept } from '../engagement/engagement.ts';
import { KeepEngagements, type Telling } from '../engagement/keep-engagements.ts';
import type { CallingClient } from '../ports.ts';
import { Calling, EngagingClientGuard } from './calling-client.ts';
import {
  EngagementForm,
  EngagementsForm,
  engagementKey,
  toTelling,
  toTellings,
  type EngagementView,
  type KeptView,
} from './engagement-forms.ts';

/** Where portals tell who takes part in what. Told twice is told once. */
@Controller('access/v1/engagements')
@UseGuards(EngagingClientGuard)
export class EngagementsController {
  constructor(@Inject(KeepEngagements) private readonly keep: KeepEngagements) {}

  @Post()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async many(@Calling() client: CallingClient, @Body(shaped(EngagementsForm)) form: EngagementsForm): Promise<KeptView> {
    const kept = await this.keep.run(client, toTellings(form));
    const count = (state: keyof Kept) => kept[state].length;
    const unknown = [...kept.unknown];
    return { created: count('created'), changed: count('changed'), withdrawn: count('withdrawn'), unchanged: count('unchanged'), unknown };
  }

  @Put(':key')
  @Header('Cache-Control', 'no-store')
  one(
    @Calling() client: CallingClient,
    @Param('key', shaped(engagementKey)) key: string,
    @Body(shaped(EngagementForm)) form: EngagementForm,
  ): Promise<EngagementView> {
    return this.single(client, toTelling(key, form));
  }

  @Delete(':key')
  @Header('Cache-Control', 'no-store')
  withdraw(@Calling() client: CallingClient, @Param('key', shaped(engagementKey)) key: string): Promise<EngagementView> {
    return this.single(client, { key, withdrawn: true });
  }

  private async single(client: CallingClient, told: Telling): Promise<EngagementView> {
    const state = stateOf(await this.keep.run(client, [told]));
    if (state === undefined) throw new Refusal('engagement.person-unknown', 'unknown', { key: told.key });
    return { key: told.key, state };
  }
}

const STATES = ['created', 'changed', 'withdrawn', 'unchanged'] as const;
const stateOf = (kept: Kept) => STATES.find((state) => kept[state].length > 0);
