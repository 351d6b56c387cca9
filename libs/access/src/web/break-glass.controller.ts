import { Body, Controller, Header, HttpCode, Inject, Post, UseGuards } from '@nestjs/common';
import { shaped } from '@habilis/http';
import { z } from 'zod';
import { OpenBreakGlass } from '../break-glass/open-break-glass.ts';
import type { CallingClient } from '../ports.ts';
import { SubjectForm } from './authzen-forms.ts';
import { Calling, CallingClientGuard } from './calling-client.ts';

const name = z.string().min(1).max(100);

const BreakGlassForm = z
  .strictObject({
    subject: SubjectForm,
    resource: z.strictObject({ type: name, id: z.string().min(1).max(300) }),
    context: z
      .strictObject({ acr: z.string().max(100).optional() })
      .optional()
      .describe('The level of the person’s session at your portal'),
    motive: name.describe('One of the motives that your policy lists for the type'),
  })
  .meta({ id: 'BreakGlassForm' });

/** An emergency that was opened; the portal shows `until`, because the access is exceptional. Instants in ISO 8601, UTC. */
interface BreakGlassOpened {
  readonly id: string;
  readonly until: string;
  readonly review_by: string;
}

/** Where a portal opens a file in an emergency, in the name of the person in front of it. */
@Controller('access/v1/break-glass')
@UseGuards(CallingClientGuard)
export class BreakGlassController {
  constructor(@Inject(OpenBreakGlass) private readonly breakGlass: OpenBreakGlass) {}

  @Post()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async open(
    @Calling() client: CallingClient,
    @Body(shaped(BreakGlassForm)) form: z.infer<typeof BreakGlassForm>,
  ): Promise<BreakGlassOpened> {
    const { id, until, reviewBy } = await this.breakGlass.run(client, form);
    return { id, until: until.toISOString(), review_by: reviewBy.toISOString() };
  }
}
