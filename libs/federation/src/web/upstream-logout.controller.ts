import { Body, Controller, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { shape } from '@habilis/http';
import type { Response } from 'express';
import { z } from 'zod';
import { HearUpstreamLogout } from '../hear-upstream-logout.ts';

const LogoutForm = z.object({ logout_token: z.string().min(1) });

/** The way back for machines: the upstream tells that it has signed someone out. */
@Controller('upstream/:id')
export class UpstreamLogoutController {
  constructor(@Inject(HearUpstreamLogout) private readonly hearLogout: HearUpstreamLogout) {}

  @Post('backchannel-logout')
  @HttpCode(200)
  async logout(@Param('id') id: string, @Body() body: unknown, @Res({ passthrough: true }) response: Response): Promise<void> {
    response.set('Cache-Control', 'no-store');
    await this.hearLogout.run(id, (await shape(LogoutForm, body)).logout_token);
  }
}
