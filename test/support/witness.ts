import { inspect } from 'node:util';
import pg from 'pg';

/** Everything that is kept of one account, as the database has it. */
export interface Kept {
  readonly stage: string;
  readonly epoch: number;
  readonly version: number;
  /** `organisation stage`, sorted. */
  readonly places: readonly string[];
  /** `kind`, or `kind lifted`, in their order. */
  readonly holds: readonly string[];
  /** `role`, or `role revoked`, in their order. */
  readonly roles: readonly string[];
  /** `organisation version answer`, in their order. */
  readonly answers: readonly string[];
  /** What happened, in its order, readings aside. */
  readonly facts: readonly string[];
  /** Topics owed by changes themselves, sorted; not what delivering them made owed in turn. */
  readonly owed: readonly string[];
}

const KEPT = `
  select a.stage, a.epoch::int, a.version,
    (select coalesce(array_agg(m.organisation_id || ' ' || m.stage order by 1), '{}') from membership m where m.account_id = a.id) as places,
    (select coalesce(array_agg(h.kind || case when h.lifted_at is null then '' else ' lifted' end order by h.from_at, h.id), '{}')
     from hold h where h.account_id = a.id) as holds,
    (select coalesce(array_agg(g.role || case when g.revoked_at is null then '' else ' revoked' end order by g.granted_at, g.id), '{}')
     from role_grant g where g.account_id = a.id) as roles,
    (select coalesce(array_agg(c.organisation_id || ' ' || c.version || ' ' || c.answer order by c.at), '{}')
     from charter_answer c where c.account_id = a.id) as answers,
    (select coalesce(array_agg(f.what order by f.seq), '{}') from fact f where f.on_id = a.id and f.what not like '%.read') as facts,
    (select coalesce(array_agg(o.topic order by o.topic), '{}') from outbox o
     where o.about = a.id and o.topic in ('account.narrowed', 'mail.send') and not o.payload ? 'mail') as owed
  from account a where a.id = $1`;

/** Looks at the database from outside the service, and can make it wait. */
export class Witness {
  readonly #pool: pg.Pool;

  /** @param url as the owner, who may lock what the service uses */
  constructor(url: string) {
    this.#pool = new pg.Pool({ connectionString: url, max: 4 });
    // A server that is stopped on purpose cuts these connections too.
    this.#pool.on('error', () => undefined);
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.#pool.query<Row>(text, values)).rows;
  }

  /** @throws Error when there is no such account */
  async kept(account: string): Promise<Kept> {
    const [kept] = await this.query<Kept & pg.QueryResultRow>(KEPT, [account]);
    if (!kept) throw new Error(`no account ${account}`);
    return kept;
  }

  /** The accounts of whoever bears this national identifier. */
  async accountsOf(nationalId: string): Promise<string[]> {
    const rows = await this.query<{ account_id: string }>('select distinct account_id from national_id where id = $1', [nationalId]);
    return rows.map(({ account_id }) => account_id);
  }

  /**
   * Makes the service wait for a lock in the middle of what it does, does more meanwhile, and lets it go on.
   *
   * @param lock takes the rows or the table that the service will wait for
   * @param requests sent to the service; each is to wait
   * @param meanwhile begun once they all do; it may end before they go on, or wait with them
   * @throws Error when a request is answered without having waited
   */
  async holding<T>(
    lock: string,
    values: unknown[],
    requests: readonly (() => Promise<T>)[],
    meanwhile?: () => Promise<unknown>,
  ): Promise<PromiseSettledResult<T>[]> {
    const holder = await this.#pool.connect();
    try {
      await holder.query('begin');
      await holder.query(lock, values);
      const answers = Promise.allSettled(requests.map((each) => each()));
      const early = await this.#waiting(requests.length, answers);
      if (early) throw new Error(`answered without waiting: ${inspect(early, { depth: 4 })}`);
      const other = meanwhile?.();
      if (other) await this.#waiting(requests.length + 1, other);
      await holder.query('rollback');
      await other;
      return await answers;
    } finally {
      holder.release(true);
    }
  }

  /** Waits until every transaction of the service that runs now has ended, those of a killed process included. */
  async settled(): Promise<void> {
    const [{ now } = { now: new Date() }] = await this.query<{ now: Date }>('select clock_timestamp() as now');
    const running = () =>
      this.query(`select 1 from pg_stat_activity where datname = current_database() and application_name = 'habilis' and xact_start < $1`, [
        now,
      ]);
    for (const until = Date.now() + 20_000; (await running()).length > 0;) {
      if (Date.now() > until) throw new Error('a transaction of the service goes on for ever');
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /**
   * Looks until `count` statements of the service wait for a lock, those of its outbox worker aside.
   *
   * @returns what `or` came to, when it came first
   * @throws Error with what the service does instead, after 20 s
   */
  async #waiting<T>(count: number, or: Promise<T>): Promise<T | undefined> {
    let came: { value: T } | undefined;
    or.then((value) => (came = { value })).catch(() => undefined);
    for (const until = Date.now() + 20_000; ;) {
      const busy = await this.query<{ wait_event_type: string | null; query: string }>(
        `select wait_event_type, left(query, 120) as query from pg_stat_activity
         where datname = current_database() and application_name = 'habilis' and state <> 'idle' and query not like 'update outbox%'`,
      );
      if (busy.filter((each) => each.wait_event_type === 'Lock').length >= count) return undefined;
      if (came) return came.value;
      if (Date.now() > until) throw new Error(`${count} were to wait: ${JSON.stringify(busy, null, 1)}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}
