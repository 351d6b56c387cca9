import { shaped } from '@habilis/http';
import { Body, Controller, Inject, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import type { WebSession } from '../session/web-sessions.ts';
import { RecoveryDesk } from './recovery-desk.ts';
import { Own } from './signed-in.ts';

const NoForm = z.strictObject({});

/** Somebody signed in stops a recovery asked for in their name; their first page tells them of it. */
@Controller('moi/secours')
export class OwnRecoveryController {
  constructor(@Inject(RecoveryDesk) private readonly desk: RecoveryDesk) {}

  @Post('arreter')
  async stop(@Own() { accountId }: WebSession, @Body(shaped(NoForm)) _form: object, @Res() response: Response): Promise<void> {
    await this.desk.stopOwn(accountId);
    response.redirect(303, '/moi');
  }
}
