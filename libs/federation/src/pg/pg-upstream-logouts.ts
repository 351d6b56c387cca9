import { appendFact, sql, type Database } from '@habilis/database';
import { Refusal, type Clock } from '@habilis/kernel';
import { announceEnded, type EndedRow } from './announce-ended.ts';
import { UpstreamLogouts } from '../ports.ts';

const REMEMBER = sql(
  'upstream_logout_token.remember',
  'insert into upstream_logout_token (upstream, jti, until_at) values ($1, $2, $3) on conflict do nothing returning jti',
);
const END = sql(
  'upstream_session.end_by_upstream',
  `update upstream_session set ended_at = $4, name = null
   where upstream = $1 and ended_at is null and (sid = $2 or ($2::text is null and subject = $3)) returning account_id, id, upstream`,
);
const PURGE = sql('upstream_logout_token.purge', 'delete from upstream_logout_token where until_at < $1');

/** Upstream logouts, in PostgreSQL. */
export class PgUpstreamLogouts extends UpstreamLogouts {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async hear(upstream: string, order: { jti: string; until: Date; sid: string | null; subject: string | null }): Promise<void> {
    const at = this.clock.now();
    await this.db.transaction(async (tx) => {
      const remembered = await tx.query(REMEMBER, [upstream, order.jti, order.until]);
      if (remembered.length === 0) throw new Refusal('upstream.logout-token-replayed', 'conflict');
      await announceEnded(tx, await tx.query<EndedRow>(END, [upstream, order.sid, order.subject, at]), 'logout-token', at);
    });
  }

  override async refuse(upstream: string, why: string, cause: string): Promise<void> {
    const at = this.clock.now();
    await appendFact(this.db, {
      what: 'logout-token.refused',
      on: `upstream:${upstream}`,
      by: `upstream:${upstream}`,
      at,
      why,
      details: { ...(cause && { cause }) },
    });
  }

  async purge(): Promise<void> {
    await this.db.query(PURGE, [this.clock.now()]);
  }
}
