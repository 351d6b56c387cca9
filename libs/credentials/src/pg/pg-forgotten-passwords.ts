import { appendFact, enqueue, sql, type Database, type OutboxHandler } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import { ForgottenPasswords } from '../password/forgotten-password.ts';
import type { PgOneTimeLinks } from './pg-one-time-links.ts';

/** Links of this kind that an account may be owed in an hour: nobody's mailbox is filled by someone else's finger. */
const AN_HOUR = 3;

// Requests delivered at once wait for one another, or each would find none before it.
const ALONE = sql('forgotten.alone', 'select pg_advisory_xact_lock(hashtextextended($1, 9100))');
const LATELY = sql(
  'forgotten.lately',
  `select count(*)::int as made from one_time_link where account_id = $1 and kind = 'reset' and created_at > $2::timestamptz - interval '1 hour'`,
);
const MAY = sql(
  'forgotten.may',
  `select 1 from account a join password p on p.account_id = a.id where a.id = $1 and a.stage = 'open' and a.email is not null`,
);

/** Requests for a new password wait in the outbox; the link and its letter are made when they are delivered. */
export class PgForgottenPasswords extends ForgottenPasswords {
  constructor(
    private readonly db: Database,
    private readonly links: PgOneTimeLinks,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async note(account: string | null): Promise<void> {
    await this.db.transaction((tx) => enqueue(tx, { topic: 'password.forgotten', payload: { account }, dueAt: this.clock.now() }));
  }

  readonly handlers: Readonly<Record<string, OutboxHandler>> = {
    'password.forgotten': async ({ account }) => {
      if (typeof account === 'string') await this.answer(account);
    },
  };

  private async answer(account: string): Promise<void> {
    const at = this.clock.now();
    await this.db.transaction(async (tx) => {
      await tx.query(ALONE, [account]);
      const [[may], [lately]] = [await tx.query(MAY, [account]), await tx.query<{ made: number }>(LATELY, [account, at])];
      if (!may || lately!.made >= AN_HOUR) return;
      const link = await this.links.issue(tx, { kind: 'reset', account, by: account });
      await appendFact(tx, { what: 'password.forgotten', on: account, by: account, at, why: 'forgotten', details: { link: link.id } });
      const payload = { mail: 'password-reset', account, link: link.id, at: at.toISOString() };
      await enqueue(tx, { topic: 'mail.letter', about: account, payload, dueAt: at });
    });
  }
}
