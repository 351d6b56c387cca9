import { Controller, Get, Inject, Res } from '@nestjs/common';
import { Database, isMigrated, OutboxWorker } from '@habilis/database';
import type { CertificateAlert } from '@habilis/federation';
import type { Response } from 'express';
import { migrations } from './migrations.ts';

/** The client certificates someone has to renew, as they are now. */
export abstract class Certificates {
  abstract alerts(): readonly CertificateAlert[];
}

/** What a load balancer asks, and what an operator's alarm reads. */
@Controller('health')
export class HealthController {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(OutboxWorker) private readonly outbox: Pick<OutboxWorker, 'alive'>,
    @Inject(Certificates) private readonly certificates: Certificates,
  ) {}

  /** The process answers. */
  @Get('live')
  live() {
    return { live: true };
  }

  /**
   * Work can be sent here: the schema is this build's, the database answers, the outbox is being emptied.
   *
   * A certificate that ends keeps nobody from coming in by other means, so it is told and does not count.
   */
  @Get('ready')
  async ready(@Res() res: Response): Promise<void> {
    const migrated = await isMigrated(this.db, migrations).catch(() => undefined);
    const checks = { database: migrated !== undefined, migrated: migrated === true, outbox: this.outbox.alive() };
    const ready = Object.values(checks).every(Boolean);
    const certificates = this.certificates.alerts().map(({ upstream, state, daysLeft }) => ({ upstream, state, daysLeft }));
    res.status(ready ? 200 : 503).json({ ready, ...checks, certificates });
  }
}
