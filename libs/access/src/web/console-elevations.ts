import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { Names, named } from '@habilis/accounts/web';
import { Me, Operation, shaped } from '@habilis/http';
import { Clock, Refusal, type Caller } from '@habilis/kernel';
import type { Request } from 'express';
import { z } from 'zod';
import { ELEVATION_REASONS } from '../elevation/elevation.ts';
import { PutOffRole } from '../elevation/put-off-role.ts';
import { PutOnRole } from '../elevation/put-on-role.ts';
import { ReadElevations, type Wearable } from '../elevation/read-elevations.ts';
import { PolicyInForce, Proofs } from './console-ports.ts';
import { roleNamed } from './console-roles.ts';
import { anyGrantId, PutOnAnswer, WearablePage, WornView, type WornWords } from './console-views.ts';

const elevationId = z.string().regex(/^elv-[a-z0-9]{1,60}$/);
const PutOnForm = z.strictObject({
  grant: anyGrantId.describe('Through which the role is held'),
  minutes: z.int().min(1).max(480),
  why: z.enum(ELEVATION_REASONS),
});
const NoForm = z.strictObject({});

/** Roles that are not worn at all times: put on for a while, with a reason and a fresh proof, and put off. */
@Controller('api/console/v1/elevations')
export class ConsoleElevationsController {
  constructor(
    @Inject(ReadElevations) private readonly elevations: ReadElevations,
    @Inject(PutOnRole) private readonly putOn: PutOnRole,
    @Inject(PutOffRole) private readonly putOff: PutOffRole,
    @Inject(Proofs) private readonly proofs: Proofs,
    @Inject(PolicyInForce) private readonly policy: PolicyInForce,
    @Inject(Names) private readonly names: Names,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  @Operation({ tag: 'Elevations', summary: 'The roles that I may put on, and those I have put on', answer: WearablePage })
  async list(@Me() me: Caller): Promise<z.infer<typeof WearablePage>> {
    const wearable = await this.elevations.of(me.id);
    const names = await this.names.of(wearable.map(({ organisation }) => organisation));
    return { items: wearable.map((each) => this.view(each, names)) };
  }

  @Post()
  @HttpCode(200)
  @Operation({
    tag: 'Elevations',
    summary: 'Put on a role that I hold, for so many minutes; a role that somebody has to agree to is asked for',
    answer: PutOnAnswer,
    refusals: ['step-up.needed', 'grant.unknown', 'elevation.worn', 'elevation.too-long', 'role-request.waiting'],
  })
  async wear(
    @Me() me: Caller,
    @Req() request: Request,
    @Body(shaped(PutOnForm)) form: z.infer<typeof PutOnForm>,
  ): Promise<z.infer<typeof PutOnAnswer>> {
    const shown = this.proofs.of(request);
    if (!shown) throw new Refusal('access.denied', 'forbidden', { action: 'put-on', type: 'Role' });
    const done = await this.putOn.run(me, form, shown);
    return 'askedAt' in done ? { worn: null, request: done.id } : { worn: await this.wornView(done), request: null };
  }

  @Post(':id/end')
  @HttpCode(200)
  @Operation({
    tag: 'Elevations',
    summary: 'Put a role off, at once',
    answer: WornView,
    refusals: ['elevation.unknown', 'elevation.over'],
  })
  async end(
    @Me() me: Caller,
    @Param('id', shaped(elevationId)) id: string,
    @Body(shaped(NoForm)) _form: z.infer<typeof NoForm>,
  ): Promise<WornWords> {
    return this.wornView(await this.putOff.run(me, id));
  }

  private async wornView(worn: NonNullable<Wearable['worn']>): Promise<WornWords> {
    return wornWords(this.policy, worn, await this.names.of([worn.organisation]));
  }

  private view({ grant, role, organisation, minutes, approved, worn, request }: Wearable, names: ReadonlyMap<string, string>) {
    return {
      ...{ grant, minutes, approved },
      role: roleNamed(this.policy, role),
      organisation: named(names, organisation),
      worn: worn && wornWords(this.policy, worn, names),
      request: request && { id: request.id, state: request.state, until: request.until.toISOString() },
      now: this.clock.now().toISOString(),
    };
  }
}

/** A role put on, as the console reads it. */
export const wornWords = (
  policy: PolicyInForce,
  { id, role, organisation, from, until, why }: NonNullable<Wearable['worn']>,
  names: ReadonlyMap<string, string>,
): WornWords => ({
  ...{ id, why, role: roleNamed(policy, role), organisation: named(names, organisation) },
  from: from.toISOString(),
  until: until.toISOString(),
});
