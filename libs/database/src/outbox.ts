import { newId } from '@habilis/kernel';
import { sql, type Tx } from './database.ts';

/** Something owed to the world outside: a portal to tell, a session to end, a mail to send. */
export interface OutboxItem {
  /** Which handler delivers it. */
  readonly topic: string;
  /** The account or client it concerns, for the ledger. */
  readonly about?: string;
  /** Ids only: the handler reads the rest when it delivers, so that nothing stale or secret waits here. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** Not before this instant; a hold that begins at midnight owes its telling at midnight. */
  readonly dueAt: Date;
}

const ENQUEUE = sql(
  'outbox.enqueue',
  `with added as (insert into outbox (id, topic, about, payload, due_at) values ($1, $2, $3, $4, $5))
   select pg_notify('outbox', $2)`,
);

/** Promises a delivery in the transaction that makes it owed; nothing is announced that did not happen. */
export async function enqueue(tx: Tx, { topic, about, payload, dueAt }: OutboxItem): Promise<string> {
  const id = newId('out');
  await tx.query(ENQUEUE, [id, topic, about ?? null, payload, dueAt]);
  return id;
}
