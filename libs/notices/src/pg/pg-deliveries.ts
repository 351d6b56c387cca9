import { sql, type Database } from '@habilis/database';
import { Deliveries, type Delivery } from '../ports.ts';

/** A fact that owes mails is not yet a delivery: its mails are. */
const ABOUT = sql(
  'notices.deliveries-about',
  `select id, topic, payload->>'client' as portal, payload->>'mail' as mail, due_at as "dueAt", attempts,
     acknowledged_at as "acknowledgedAt", last_error as "lastError",
     case when acknowledged_at is not null then 'acknowledged' when given_up_at is not null then 'given-up' else 'owed' end as state
   from outbox where about = $1 and not (topic = 'mail.send' and payload->>'to' is null)
   order by created_at desc, id desc limit 100`,
);

/** The outbox is the ledger: a row is both the promise and the proof. */
export class PgDeliveries extends Deliveries {
  constructor(private readonly db: Database) {
    super();
  }

  override about(id: string): Promise<Delivery[]> {
    return this.db.query<Delivery>(ABOUT, [id]);
  }
}
