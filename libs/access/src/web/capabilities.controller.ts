import { Controller, Get, Header, Inject, Query, Req, Res, UseGuards } from '@nestjs/common';
import { shaped } from '@habilis/http';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { ListCapabilities } from '../decision/list-capabilities.ts';
import type { CallingClient } from '../ports.ts';
import { Calling, CallingClientGuard } from './calling-client.ts';

const CapabilitiesQuery = z.strictObject({
  subject: z.string().min(1).max(300).describe('The `sub` under which this portal knows the person'),
});

/** What is worth showing to one person, for a front end: a hint, never a decision. */
@Controller('access/v1/capabilities')
@UseGuards(CallingClientGuard)
export class CapabilitiesController {
  constructor(@Inject(ListCapabilities) private readonly list: ListCapabilities) {}

  @Get()
  @Header('Cache-Control', 'private, no-cache')
  @Header('Vary', 'Authorization')
  async capabilities(
    @Calling() client: CallingClient,
    @Query(shaped(CapabilitiesQuery)) { subject }: z.infer<typeof CapabilitiesQuery>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { types, tag } = await this.list.run(client, subject);
    response.set('ETag', `"${tag}"`);
    if (request.fresh) {
      response.status(304);
      return undefined;
    }
    return { types };
  }
}
