import { appendFact, enqueue, sql, type Database, type Tx } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import type { AdapterPayload } from 'oidc-provider';
import type { SessionExtras } from '../adjust-engine.ts';
import { LIFETIME } from '../lifetimes.ts';
import { SessionEnding, type EndingWhy, type OwnSession } from '../sessions.ts';

interface SessionRow {
  readonly uid: string;
  readonly payload: AdapterPayload & SessionExtras;
  readonly expires_at: Date;
}

const OPEN = sql(
  'oidc-session.open',
  `select uid, payload, expires_at from oidc_record
   where account_id = $1 and model = 'Session' and ended_at is null and expires_at > $2 order by expires_at desc`,
);
const TAKE = sql(
  'oidc-session.take',
  `with old as (select id, payload from oidc_record where uid = $1 and account_id = $2 and ended_at is null for update)
   update oidc_record r set ended_at = $3, payload = json_build_object('uid', r.uid), sealed = null
   from old where r.id = old.id returning old.payload, r.uid, r.expires_at`,
);
/** What lives with the session goes with it; what was granted for longer (`offline_access`) stays. Found by the account, which has an index. */
const FORGET = sql(
  'oidc-session.forget',
  `delete from oidc_record where account_id = $2 and session_uid = $1 and (payload ->> 'expiresWithSession')::boolean`,
);
/** Ended sessions stay, so that coming back with one is recognised. */
const TAKE_THE_REST = sql(
  'oidc-session.take-the-rest',
  `with gone as (delete from oidc_record where account_id = $1 and model <> 'Session' returning client_id, payload)
   select distinct client_id, payload ->> 'sid' as sid from gone where client_id is not null`,
);

export class PgSessions extends SessionEnding {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async end(uid: string, accountId: string, why: EndingWhy): Promise<boolean> {
    return this.db.transaction((tx) => endSession(tx, uid, accountId, why, this.clock.now()));
  }

  override async endAll(accountId: string, why: EndingWhy, except?: string): Promise<number> {
    const open = (await this.of(accountId)).filter(({ uid }) => uid !== except);
    const ended = await Promise.all(open.map(({ uid }) => this.end(uid, accountId, why)));
    return ended.filter(Boolean).length;
  }

  override async endEverything(accountId: string, why: EndingWhy): Promise<void> {
    await this.endAll(accountId, why);
    const at = this.clock.now();
    await this.db.transaction(async (tx) => {
      const taken = await tx.query<{ client_id: string; sid: string | null }>(TAKE_THE_REST, [accountId]);
      const told = new Map(taken.filter(({ sid }) => sid !== null).map((each) => [`${each.client_id} ${each.sid}`, each]));
      for (const { client_id: client, sid } of told.values()) {
        await enqueue(tx, { topic: 'portal.logout', about: accountId, payload: { client, account: accountId, sid }, dueAt: at });
      }
    });
  }

  override async of(accountId: string): Promise<readonly OwnSession[]> {
    const now = this.clock.now();
    const rows = await this.db.query<SessionRow>(OPEN, [accountId, now]);
    return rows.map(({ uid, payload, expires_at }) => ({
      uid,
      browser: payload.agent ?? '',
      network: payload.network,
      since: new Date((payload.since ?? payload.iat ?? 0) * 1000),
      // Each sign of life moves the end by one idle time, so the end tells when the last one was.
      lastSeen: new Date(Math.min(expires_at.getTime() - LIFETIME.sessionIdle * 1000, now.getTime())),
      upstream: payload.upstream ?? null,
      acr: payload.acr ?? null,
      portals: Object.keys(payload.authorizations ?? {}),
      sids: Object.values(payload.authorizations ?? {}).flatMap(({ sid }) => sid ?? []),
    }));
  }
}

/** Ends one session inside a transaction: its row, what lived with it, the news to portals, the fact. */
export async function endSession(tx: Tx, uid: string, accountId: string, why: EndingWhy, at: Date): Promise<boolean> {
  const [session] = await tx.query<SessionRow>(TAKE, [uid, accountId, at]);
  if (!session) return false;
  await tx.query(FORGET, [uid, accountId]);
  for (const [client, { sid }] of Object.entries(session.payload.authorizations ?? {})) {
    await enqueue(tx, { topic: 'portal.logout', about: accountId, payload: { client, account: accountId, sid: sid ?? null }, dueAt: at });
  }
  const by = why === 'access-narrowed' || why === 'upstream-signed-out' ? 'system:provider' : accountId;
  await appendFact(tx, { what: 'session.ended', on: accountId, by, at, why, details: { session: uid } });
  return true;
}
