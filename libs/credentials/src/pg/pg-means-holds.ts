import { appendFact, enqueue, sql, type Database } from '@habilis/database';
import type { Change } from '@habilis/kernel';
import { MeansHolds, type HeldMeans } from '../loss/loss.ts';

const HOLD_FACTORS = sql(
  'loss.hold-factors',
  `update factor set held_since = $4, held_why = $5
   where account_id = $1 and kind = $2 and ($3::text is null or id = $3) and held_since is null returning id`,
);
const HOLD_PASSWORD = sql(
  'loss.hold-password',
  `update password set held_since = $2, held_why = $3 where account_id = $1 and held_since is null returning account_id`,
);
const END_LINKS = sql(
  'loss.end-links',
  `update one_time_link set ended_at = $2 where account_id = $1 and kind in ('reset', 'email-change') and used_at is null and ended_at is null`,
);
const END_SIGN_INS = sql('loss.end-sign-ins', 'delete from local_sign_in where account_id = $1 and taken_at is null');
const GROW_EPOCH = sql('loss.grow-epoch', 'select grow_epoch($1)');

/** Means held in PostgreSQL, with all that could still come of them. */
export class PgMeansHolds extends MeansHolds {
  constructor(private readonly db: Database) {
    super();
  }

  override async hold({ next: { account, kind, factor }, fact }: Change<HeldMeans>): Promise<boolean> {
    return this.db.transaction(async (tx) => {
      const held =
        kind === 'password'
          ? await tx.query(HOLD_PASSWORD, [account, fact.at, fact.why])
          : await tx.query(HOLD_FACTORS, [account, kind, factor, fact.at, fact.why]);
      if (held.length === 0) return false;
      await tx.query(END_LINKS, [account, fact.at]);
      await tx.query(END_SIGN_INS, [account]);
      await tx.query(GROW_EPOCH, [account]);
      await appendFact(tx, fact);
      // The caller ends sessions at once; this ends them too if it dies on the way.
      await enqueue(tx, { topic: 'credentials.alarm', about: account, payload: { account, why: fact.why }, dueAt: fact.at });
      return true;
    });
  }
}
