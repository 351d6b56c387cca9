import { enqueue, type Database, type OutboxHandler, type Sealer } from '@habilis/database';
import { newId, Refusal, type Clock } from '@habilis/kernel';
import type { Recoveries } from '../recovery/recovery.ts';
import type { PgKnownPeople } from './pg-known-people.ts';

/**
 * Recoveries asked for by whoever types a name.
 *
 * Asking writes the same row for everyone; who it is, if anyone, is looked up when it is delivered. It opens nothing by
 * itself: two people look, and the person is told how to stop it.
 */
export class RecoveryAsks {
  constructor(
    private readonly db: Database,
    private readonly sealer: Sealer,
    private readonly people: PgKnownPeople,
    private readonly recoveries: Recoveries,
    private readonly clock: Clock,
  ) {}

  async ask(identifier: string): Promise<void> {
    const id = newId('req');
    const sealed = this.sealer.seal(identifier.slice(0, 254), place(id));
    await this.db.transaction((tx) => enqueue(tx, { topic: 'recovery.ask', payload: { id, sealed }, dueAt: this.clock.now() }));
  }

  readonly deliver: OutboxHandler = async ({ id, sealed }) => {
    const account = await this.people.one(this.sealer.open(String(sealed), place(String(id))));
    if (account === undefined || (await this.recoveries.underWay(account))) return;
    const fact = {
      what: 'recovery.asked',
      on: account,
      by: account,
      at: this.clock.now(),
      why: 'asked-by-person',
      source: 'CPTS.3',
    } as const;
    await this.recoveries.ask(account, fact).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error; // someone asked at the same time: one is enough
    });
  };
}

const place = (id: string) => `outbox.recovery:${id}`;
