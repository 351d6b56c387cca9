import { appendFact, enqueue, type Tx } from '@habilis/database';

export interface EndedRow {
  readonly id: string;
  readonly account_id: string;
  readonly upstream: string;
}

/** Sessions that an upstream ended: one fact each, and `upstream.logged-out` `{account, session, upstream}` owed to whoever ends ours. */
export async function announceEnded(tx: Tx, ended: readonly EndedRow[], why: string, at: Date): Promise<void> {
  for (const { account_id: account, id: session, upstream } of ended) {
    await appendFact(tx, { what: 'session.ended-upstream', on: account, by: `upstream:${upstream}`, at, why, details: { session } });
    await enqueue(tx, { topic: 'upstream.logged-out', about: account, payload: { account, session, upstream }, dueAt: at });
  }
}
