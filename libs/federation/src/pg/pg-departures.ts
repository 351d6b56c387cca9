import { sql, type Database, type Sealer } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import { DEPARTURE_MINUTES, Departures, type Departure, type Return } from '../ports.ts';
import { digest } from '../digest.ts';

interface Row {
  upstream: string;
  issuer: string;
  interaction: string | null;
  link_account: string | null;
  link_session: string | null;
  identifies: boolean;
  browser: string;
  secrets: string;
  fresh: boolean;
  asks_again: boolean;
  started_at: Date;
}

const PUT = sql(
  'upstream_departure.put',
  `insert into upstream_departure (id, upstream, issuer, interaction, browser, secrets, fresh, asks_again, started_at, link_account, link_session,
     identifies, expires_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $9::timestamptz + make_interval(mins => ${DEPARTURE_MINUTES}))`,
);
// The secrets go with the first use: what is left only tells a second one that it is second.
const TAKE = sql(
  'upstream_departure.take',
  `with first as (select * from upstream_departure where id = $1 and used_at is null and expires_at > $2 for update)
   update upstream_departure d set used_at = $2, secrets = null from first where d.id = first.id
   returning first.*`,
);
const USED = sql(
  'upstream_departure.used',
  `select interaction, browser from upstream_departure where id = $1 and used_at is not null and expires_at > $2`,
);
const PURGE = sql('upstream_departure.purge', `delete from upstream_departure where expires_at < $1`);

/** Departures in PostgreSQL, single use across replicas: one update wins, whoever comes second waits for it and finds none. */
export class PgDepartures extends Departures {
  constructor(
    private readonly db: Database,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async put(departure: Departure): Promise<void> {
    const { upstream, issuer, interaction, link, identifyFor, browser, fresh, asksAgain, startedAt, nonce, verifier, state } = departure;
    const id = digest(state);
    const secrets = this.sealer.seal(JSON.stringify({ nonce, verifier, identifyFor }), place(id));
    const purpose = [link?.account ?? null, link?.session ?? null, identifyFor !== null];
    await this.db.query(PUT, [id, upstream, issuer, interaction, browser, secrets, fresh, asksAgain, startedAt, ...purpose]);
  }

  override async take(state: string): Promise<Return | undefined> {
    const id = digest(state);
    const [row] = await this.db.query<Row>(TAKE, [id, this.clock.now()]);
    if (row) return { kind: 'first', departure: this.toDeparture(state, id, row) };
    const [used] = await this.db.query<{ interaction: string | null; browser: string }>(USED, [id, this.clock.now()]);
    return used && { kind: 'again', ...used };
  }

  async purge(): Promise<void> {
    await this.db.query(PURGE, [this.clock.now()]);
  }

  private toDeparture(state: string, id: string, row: Row): Departure {
    const { nonce, verifier, identifyFor = null } = JSON.parse(this.sealer.open(row.secrets, place(id))) as Secrets;
    const { upstream, issuer, interaction, browser, fresh, asks_again: asksAgain, started_at: startedAt } = row;
    const { link_account: account, link_session: session } = row;
    const link = account === null || session === null ? null : { account, session };
    return { state, upstream, issuer, interaction, link, identifyFor, browser, fresh, asksAgain, startedAt, nonce, verifier };
  }
}

interface Secrets {
  readonly nonce: string;
  readonly verifier: string | null;
  /** A name somebody typed: what is theirs stays sealed like the rest. */
  readonly identifyFor?: string | null;
}

const place = (id: string) => `upstream_departure.secrets:${id}`;
