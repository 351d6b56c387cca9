import { sql, type Database } from '@habilis/database';
import type { Deliveries, Delivery } from '../web/console-ports.ts';

const OF = sql(
  'deliveries.of',
  `select id, payload ->> 'client' as client, due_at as "dueAt", attempts, acknowledged_at as "acknowledgedAt", given_up_at as "givenUpAt"
   from outbox where about = $1 and topic = 'portal.logout' order by created_at desc limit 20`,
);

/** Reads the outbox as a ledger: what portals were told about someone, and when they acknowledged it. */
export class PgDeliveries implements Deliveries {
  constructor(private readonly db: Database) {}

  of(accountId: string): Promise<readonly Delivery[]> {
    return this.db.query<Delivery & Record<string, unknown>>(OF, [accountId]);
  }
}
