import {
  type ArgumentsHost,
  Body,
  Catch,
  Controller,
  type ExceptionFilter,
  HttpCode,
  Inject,
  Param,
  Post,
  Res,
  UseFilters,
} from '@nestjs/common';
import { shape } from '@habilis/http';
import { Refusal } from '@habilis/kernel';
import type { Response } from 'express';
import { z } from 'zod';
import { HearUpstreamLogout } from '../hear-upstream-logout.ts';

const LogoutForm = z.object({ logout_token: z.string().min(1) });

/** Machines are answered as OpenID Connect Back-Channel Logout 2.8 says; why is in the journal. */
@Catch(Refusal)
class LogoutRefusals implements ExceptionFilter<Refusal> {
  catch(refusal: Refusal, host: ArgumentsHost): void {
    const [status, error] = refusal.kind === 'busy' ? [503, 'temporarily_unavailable'] : [400, 'invalid_request'];
    host.switchToHttp().getResponse<Response>().status(status).set('Cache-Control', 'no-store').json({ error });
  }
}

/** The way back for machines: the upstream tells that it has signed someone out. */
@Controller('upstream/:id')
@UseFilters(LogoutRefusals)
export class UpstreamLogoutController {
  constructor(@Inject(HearUpstreamLogout) private readonly hearLogout: HearUpstreamLogout) {}

  @Post('backchannel-logout')
  @HttpCode(200)
  async logout(@Param('id') id: string, @Body() body: unknown, @Res({ passthrough: true }) response: Response): Promise<void> {
    response.set('Cache-Control', 'no-store');
    await this.hearLogout.run(id, (await shape(LogoutForm, body)).logout_token);
  }
}
