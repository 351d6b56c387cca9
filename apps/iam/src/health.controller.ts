import { Controller, Get, Inject, Res } from '@nestjs/common';
import { Database, isMigrated, OutboxWorker } from '@habilis/database';
import type { Response } from 'express';
import { migrations } from './migrations.ts';

/** What a load balancer asks. */
@Controller('health')
export class HealthController {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(OutboxWorker) private readonly outbox: OutboxWorker,
  ) {}

  /** The process answers. */
  @Get('live')
  live() {
    return { live: true };
  }

  /** Work can be sent here: the schema is this build's, the database answers, the outbox is being emptied. */
  @Get('ready')
  async ready(@Res() res: Response): Promise<void> {
    const migrated = await isMigrated(this.db, migrations).catch(() => undefined);
    const checks = { database: migrated !== undefined, migrated: migrated === true, outbox: this.outbox.alive() };
    res.status(Object.values(checks).every(Boolean) ? 200 : 503).json({ ready: Object.values(checks).every(Boolean), ...checks });
  }
}
