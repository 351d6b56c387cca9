import { appendFact, enqueue, sql, type Database, type OutboxHandler } from '@habilis/database';
import { Refusal, type Clock, type Fact } from '@habilis/kernel';
import { identifierOf } from '../sign-in/identifier.ts';
import type { PgIdentifiers } from './pg-identifiers.ts';
import type { PgOneTimeLinks } from './pg-one-time-links.ts';

const OPEN = sql(
  'recovery.open',
  `update recovery set opened_at = $2 where id = $1 and opened_at is null and stopped_at is null and refused_at is null and opens_at <= $2
   returning account_id`,
);
const OPENED = sql('recovery.opened', 'select account_id from recovery where id = $1 and opened_at is not null');
const STOP = sql(
  'recovery.stop',
  `update recovery set stopped_at = $2 where id = $1 and account_id = $3 and opened_at is null and stopped_at is null and refused_at is null returning id`,
);
const STOP_OWN = sql(
  'recovery.stop-own',
  `update recovery set stopped_at = $2 where account_id = $1 and opened_at is null and stopped_at is null and refused_at is null returning id`,
);
const FORGET_FACTORS = sql(
  'recovery.forget-factors',
  `update factor set held_since = $2, held_why = 'lost' where account_id = $1 and held_since is null`,
);
const FORGET_PASSWORD = sql(
  'recovery.forget-password',
  `update password set held_since = $2, held_why = 'lost' where account_id = $1 and held_since is null`,
);
const WHO = sql(
  'recovery.who',
  `select a.email, exists (select 1 from identifier i where i.account_id = a.id) as named from account a where a.id = $1`,
);

/** Whoever keeps accounts lets the person in again. */
export interface CompromiseHolds {
  /** Lifts what a report of loss had shut. Safe to repeat. */
  settle(account: string): Promise<void>;
}

/** How a recovery ends: stopped by the person, or opened once they have had the time to stop it. */
export class RecoveryEnds {
  constructor(
    private readonly db: Database,
    private readonly links: PgOneTimeLinks,
    private readonly identifiers: PgIdentifiers,
    private readonly holds: CompromiseHolds,
    private readonly clock: Clock,
  ) {}

  /** Looks at a link that stops one. */
  async look(token: string): Promise<boolean> {
    return (await this.links.look('recovery-stop', token)) !== undefined;
  }

  /** @throws Refusal `recovery.stop-gone` (unknown) when the link has been used, or the recovery has ended */
  async stop(token: string): Promise<void> {
    const at = this.clock.now();
    await this.db.transaction(async (tx) => {
      const link = await this.links.use(tx, 'recovery-stop', token);
      const recovery = link?.details['recovery'];
      const [stopped] = link ? await tx.query(STOP, [recovery, at, link.account]) : [];
      if (!link || !stopped) throw new Refusal('recovery.stop-gone', 'unknown');
      await appendFact(tx, stoppedFact(link.account, recovery, at));
    });
  }

  /** The person stops it from their own pages: being signed in is enough to shut. Does nothing when there is none. */
  async stopOwn(account: string): Promise<void> {
    const at = this.clock.now();
    await this.db.transaction(async (tx) => {
      const [stopped] = await tx.query<{ id: string }>(STOP_OWN, [account, at]);
      if (!stopped) return;
      await this.links.kill(tx, account, ['recovery-stop']);
      await appendFact(tx, stoppedFact(account, stopped.id, at));
    });
  }

  /**
   * Delivers `recovery.open`: what was lost stops working, and a link is sent to choose anew.
   *
   * Stopped or refused meanwhile, it does nothing.
   */
  readonly open: OutboxHandler = async ({ recovery }) => {
    const at = this.clock.now();
    const account = await this.db.transaction(async (tx) => {
      const [opened] = await tx.query<{ account_id: string }>(OPEN, [recovery, at]);
      if (!opened) return (await tx.query<{ account_id: string }>(OPENED, [recovery]))[0]?.account_id; // told before, and cut short
      const { account_id: id } = opened;
      await tx.query(FORGET_FACTORS, [id, at]);
      await tx.query(FORGET_PASSWORD, [id, at]);
      await this.links.kill(tx, id, ['recovery-stop', 'reset']);
      const [who] = await tx.query<{ email: string | null; named: boolean }>(WHO, [id]);
      if (who && !who.named && who.email) await this.identifiers.give(tx, identifierOf(id, who.email));
      const link = await this.links.issue(tx, { kind: 'invitation', account: id, by: 'system:recovery' });
      const payload = { mail: 'recovery-open', account: id, link: link.id, at };
      await enqueue(tx, { topic: 'mail.letter', about: id, payload, dueAt: at });
      const about = { why: 'asked-by-person', source: 'CPTS.3', details: { recovery } } as const;
      await appendFact(tx, { what: 'recovery.opened', on: id, by: 'system:recovery', at, ...about });
      return id;
    });
    if (account) await this.holds.settle(account);
  };
}

const stoppedFact = (account: string, recovery: unknown, at: Date): Fact => ({
  ...{ what: 'recovery.stopped', on: account, by: account, at, why: 'stopped-by-person', source: 'CPTS.3' },
  details: { recovery },
});
