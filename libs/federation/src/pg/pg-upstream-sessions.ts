import { enqueue, sql, type Database, type Sealer, type Tx } from '@habilis/database';
import { newId, type Clock } from '@habilis/kernel';
import { announceEnded, type EndedRow } from './announce-ended.ts';
import { UpstreamSessions, type Arrival, type EndedSession, type KeptArrival, type ShownArrival } from '../ports.ts';

/** Minutes an arrival waits to be taken. */
const ARRIVAL_MINUTES = 10;
/** Minutes between two looks at a person, where the upstream is asked again. */
const RECHECK_MINUTES = 20;
/** Hours an upstream's session is worth ending: none lasts longer. */
const SESSION_HOURS = 4;

// Two tabs that come back at once for one sign-in: the second replaces the first.
const KEEP = sql(
  'upstream_session.keep',
  `insert into upstream_session (id, account_id, upstream, subject, sid, interaction, browser, level, methods, auth_time, name, to_confirm,
     tokens, created_at, expires_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14::timestamptz + make_interval(hours => ${SESSION_HOURS}))
   on conflict (interaction) where taken_at is null and ended_at is null do update set
     (id, account_id, upstream, subject, sid, browser, level, methods, auth_time, name, to_confirm, tokens, created_at, expires_at, confirmed_at)
     = (excluded.id, excluded.account_id, excluded.upstream, excluded.subject, excluded.sid, excluded.browser, excluded.level, excluded.methods,
        excluded.auth_time, excluded.name, excluded.to_confirm, excluded.tokens, excluded.created_at, excluded.expires_at, null)`,
);

const WAITING = `interaction = $1 and browser = $2 and taken_at is null and ended_at is null and created_at > $3::timestamptz - make_interval(mins => ${ARRIVAL_MINUTES})`;
const SHOW = sql(
  'upstream_session.show',
  `select upstream, name, to_confirm and confirmed_at is null as to_confirm, auth_time from upstream_session where ${WAITING}`,
);
const CONFIRM = sql('upstream_session.confirm', `update upstream_session set confirmed_at = $3 where ${WAITING} returning id`);
const DISOWN = sql(
  'upstream_session.disown',
  `update upstream_session set ended_at = $3, name = null where ${WAITING} returning id, upstream, browser, tokens`,
);
const TAKE = sql(
  'upstream_session.take',
  `update upstream_session set taken_at = $3, name = null where ${WAITING} and (not to_confirm or confirmed_at is not null)
   returning account_id, upstream, level, methods, auth_time`,
);
const DUE = sql(
  'upstream_session.due',
  `select id, upstream, subject, tokens from upstream_session
   where id = $1 and taken_at is not null and ended_at is null and expires_at > $2`,
);
const RENEW = sql('upstream_session.renew', 'update upstream_session set tokens = $2 where id = $1 and ended_at is null returning id');
const END_ONE = sql(
  'upstream_session.end_one',
  'update upstream_session set ended_at = $2, name = null where id = $1 and ended_at is null returning id, account_id, upstream',
);
const LEAVE = sql(
  'upstream_session.leave',
  `update upstream_session set ended_at = $2, name = null where id = (
     select id from upstream_session where browser = $1 and taken_at is not null and ended_at is null and expires_at > $2
     order by taken_at desc limit 1 for update)
   returning id, upstream, browser, tokens`,
);
const PURGE = sql('upstream_session.purge', 'delete from upstream_session where expires_at < $1');

interface Left {
  id: string;
  upstream: string;
  browser: string;
  tokens: string;
}

/** Upstream sessions in PostgreSQL; the tokens that end them are sealed. */
export class PgUpstreamSessions extends UpstreamSessions {
  constructor(
    private readonly db: Database,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async keep(arrival: KeptArrival): Promise<void> {
    const { accountId, upstream, subject, sid, interaction, browser, level, methods, authTime, name, toConfirm } = arrival;
    const id = newId('ses');
    const at = this.clock.now();
    const { idToken, refreshToken } = arrival;
    const tokens = this.sealed(id, { idToken, refreshToken });
    const row = [id, accountId, upstream, subject, sid, interaction, browser, level, methods, authTime, name, toConfirm, tokens, at];
    if (refreshToken === null) return void (await this.db.query(KEEP, row));
    await this.db.transaction(async (tx) => {
      await tx.query(KEEP, row);
      await oweLook(tx, id, at);
    });
  }

  override async show(interaction: string, browser: string): Promise<ShownArrival | undefined> {
    const [row] = await this.db.query<{ upstream: string; name: string | null; to_confirm: boolean; auth_time: Date }>(SHOW, [
      interaction,
      browser,
      this.clock.now(),
    ]);
    return row && { upstream: row.upstream, name: row.name ?? '', toConfirm: row.to_confirm, authTime: row.auth_time };
  }

  override async confirm(interaction: string, browser: string): Promise<boolean> {
    return (await this.db.query(CONFIRM, [interaction, browser, this.clock.now()])).length > 0;
  }

  override async disown(interaction: string, browser: string): Promise<EndedSession | undefined> {
    const [row] = await this.db.query<Left>(DISOWN, [interaction, browser, this.clock.now()]);
    return row && this.opened(row);
  }

  override async take(interaction: string, browser: string): Promise<Arrival | undefined> {
    const [row] = await this.db.query<{ account_id: string; upstream: string; level: string; methods: string[]; auth_time: Date }>(TAKE, [
      interaction,
      browser,
      this.clock.now(),
    ]);
    return row && { accountId: row.account_id, upstream: row.upstream, acr: row.level, amr: row.methods, authTime: row.auth_time };
  }

  override async leave(browser: string): Promise<EndedSession | undefined> {
    const [row] = await this.db.query<Left>(LEAVE, [browser, this.clock.now()]);
    return row && this.opened(row);
  }

  async purge(): Promise<void> {
    await this.db.query(PURGE, [this.clock.now()]);
  }

  override async due(session: string): Promise<{ upstream: string; subject: string; refreshToken: string } | undefined> {
    const [row] = await this.db.query<{ id: string; upstream: string; subject: string; tokens: string }>(DUE, [session, this.clock.now()]);
    const refreshToken = row && this.tokensOf(row).refreshToken;
    return row && refreshToken ? { upstream: row.upstream, subject: row.subject, refreshToken } : undefined;
  }

  override async renew(session: string, refreshToken: string): Promise<void> {
    const at = this.clock.now();
    const [row] = await this.db.query<{ id: string; tokens: string }>(DUE, [session, at]);
    if (!row) return;
    const tokens = this.sealed(session, { ...this.tokensOf(row), refreshToken });
    await this.db.transaction(async (tx) => {
      const renewed = await tx.query(RENEW, [session, tokens]);
      if (renewed.length > 0) await oweLook(tx, session, at);
    });
  }

  override async endFor(session: string, why: string): Promise<void> {
    const at = this.clock.now();
    await this.db.transaction(async (tx) => announceEnded(tx, await tx.query<EndedRow>(END_ONE, [session, at]), why, at));
  }

  private opened({ id, upstream, browser, tokens }: Left): EndedSession {
    return { upstream, browser, idToken: this.tokensOf({ id, tokens }).idToken };
  }

  private sealed(id: string, tokens: Tokens): string {
    return this.sealer.seal(JSON.stringify(tokens), place(id));
  }

  private tokensOf({ id, tokens }: { id: string; tokens: string }): Tokens {
    return JSON.parse(this.sealer.open(tokens, place(id))) as Tokens;
  }
}

interface Tokens {
  readonly idToken: string;
  readonly refreshToken: string | null;
}

/** PSC's refresh token dies after thirty minutes without use. */
const oweLook = (tx: Tx, session: string, at: Date) =>
  enqueue(tx, { topic: 'upstream.recheck', payload: { session }, dueAt: new Date(at.getTime() + RECHECK_MINUTES * 60_000) });

const place = (id: string) => `upstream_session.tokens:${id}`;
