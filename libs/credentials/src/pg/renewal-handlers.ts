import { appendFact, sql, type Database, type OutboxHandler } from '@habilis/database';
import type { Clock, Fact } from '@habilis/kernel';
import { z } from 'zod';

/** The hold of someone who owes a renewal, kept by whoever keeps accounts. */
export interface RenewalHolds {
  /** @returns the hold; null when the account is no longer open, or owes another already */
  owe(account: string, about: { renewal: string; deadline: Date; by: string; why: string }): Promise<string | null>;
  /** Safe to repeat. */
  settle(account: string, hold: string): Promise<void>;
}

const GET = sql(
  'renewal.person',
  `select p.hold_id, p.renewed_at, r.deadline, r.started_by, r.started_at, r.why, r.organisation_id
   from renewal_person p join renewal r on r.id = p.renewal_id where p.renewal_id = $1 and p.account_id = $2`,
);
const HELD = sql('renewal.held', 'update renewal_person set hold_id = $3 where renewal_id = $1 and account_id = $2');
const REMIND = sql(
  'renewal.remind',
  `update renewal_person p set reminded_at = $3 from renewal r
   where r.id = p.renewal_id and p.renewal_id = $1 and p.account_id = $2 and p.renewed_at is null and r.deadline > $3
     and (p.reminded_at is null or p.reminded_at < $3::timestamptz - interval '1 hour') returning p.account_id`,
);

interface Person {
  hold_id: string | null;
  renewed_at: Date | null;
  deadline: Date;
  started_by: string;
  started_at: Date;
  why: string;
  organisation_id: string;
}

const asked = z.object({ renewal: z.string(), account: z.string() });

/** What each person is owed by a renewal: a hold from the deadline, a mail, reminders, and the end of all that. Each can be repeated. */
export function renewalHandlers(db: Database, holds: RenewalHolds, clock: Clock): Record<string, OutboxHandler> {
  const person = async (payload: Record<string, unknown>) => {
    const { renewal, account } = asked.parse(payload);
    const [row] = await db.query<Person>(GET, [renewal, account]);
    return { renewal, account, row };
  };
  const tell = (what: 'renewal.required' | 'renewal.reminded', account: string, renewal: string, row: Person): Fact => ({
    ...{ what, on: account, by: 'system:renewal', at: clock.now(), why: row.why, source: 'CPTSI.2', organisation: row.organisation_id },
    details: { renewal, deadline: row.deadline.toISOString() },
  });
  return {
    'renewal.owe': async (payload) => {
      const { renewal, account, row } = await person(payload);
      if (!row || row.hold_id !== null || row.renewed_at !== null) return;
      const hold = await holds.owe(account, { renewal, deadline: row.deadline, by: row.started_by, why: row.why });
      await db.transaction(async (tx) => {
        await tx.query(HELD, [renewal, account, hold ?? 'none']);
        if (hold) await appendFact(tx, tell('renewal.required', account, renewal, row));
      });
      // They may have renewed while the hold was being written: whoever comes second settles it.
      const { row: after } = await person(payload);
      if (hold && after?.renewed_at) await holds.settle(account, hold);
    },
    'renewal.remind': async (payload) => {
      const { renewal, account, row } = await person(payload);
      if (!row) return;
      await db.transaction(async (tx) => {
        const due = await tx.query(REMIND, [renewal, account, clock.now()]);
        if (due.length > 0) await appendFact(tx, tell('renewal.reminded', account, renewal, row));
      });
    },
    'renewal.renewed': async (payload) => {
      const { account, row } = await person(payload);
      if (row?.hold_id?.startsWith('hold-')) await holds.settle(account, row.hold_id);
    },
  };
}
