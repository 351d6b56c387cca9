import { enqueue, type Database, type OutboxHandler, type Sealer } from '@habilis/database';
import { newId, type Clock } from '@habilis/kernel';
import { z } from 'zod';
import { LOSS_REASONS, LOST, type Lost, type LossWhy } from '../loss/loss.ts';
import type { PgKnownPeople } from './pg-known-people.ts';
import type { PgOneTimeLinks } from './pg-one-time-links.ts';

const asked = z.object({ id: z.string(), sealed: z.string(), what: z.enum(LOST), why: z.enum(LOSS_REASONS) });

/**
 * Reports to be confirmed from the registered mail.
 *
 * Asking writes the same row for everyone, a stranger's name too; who it is, if anyone, is looked up when it is delivered.
 * The page that answers can then neither say nor show by its time whether there is such a person.
 */
export class LossLinks {
  constructor(
    private readonly db: Database,
    private readonly sealer: Sealer,
    private readonly people: PgKnownPeople,
    private readonly links: PgOneTimeLinks,
    private readonly clock: Clock,
  ) {}

  async ask(identifier: string, { what, why }: { what: Lost; why: LossWhy }): Promise<void> {
    const id = newId('req');
    const sealed = this.sealer.seal(identifier.slice(0, 254), place(id));
    await this.db.transaction((tx) => enqueue(tx, { topic: 'loss.link', payload: { id, sealed, what, why }, dueAt: this.clock.now() }));
  }

  /** Delivers `loss.link`: a link to each account that answers to the name, at its registered address. */
  readonly deliver: OutboxHandler = async (payload) => {
    const { id, sealed, what, why } = asked.parse(payload);
    for (const account of await this.people.reachable(this.sealer.open(sealed, place(id)))) {
      await this.db.transaction(async (tx) => {
        const link = await this.links.issue(tx, { kind: 'loss', account, by: account, details: { what, why } });
        const at = this.clock.now();
        await enqueue(tx, { topic: 'mail.letter', about: account, payload: { mail: 'loss-proof', account, link: link.id, at }, dueAt: at });
      });
    }
  };
}

const place = (id: string) => `outbox.loss:${id}`;
