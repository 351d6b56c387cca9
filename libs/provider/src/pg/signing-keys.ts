import { appendFact, sql, type Database, type Sealer, type Tx } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import type { JWK } from 'jose';
import { ALGORITHMS, KEPT_HOURS, newKey, publicPart, SigningKeys, type Algorithm } from '../keys.ts';

interface KeyRow {
  readonly kid: string;
  readonly sealed: string;
}

const LOCK = sql('oidc-key.lock', 'select pg_advisory_xact_lock(4400071)');
const ALL = sql(
  'oidc-key.all',
  `select kid, sealed from oidc_key order by case state when 'current' then 0 when 'next' then 1 else 2 end, changed_at desc`,
);
const STATES = sql('oidc-key.states', 'select alg, state from oidc_key');
const ADD = sql(
  'oidc-key.add',
  'insert into oidc_key (kid, alg, state, public, sealed, created_at, changed_at) values ($1, $2, $3, $4, $5, $6, $6)',
);
const RETIRE = sql('oidc-key.retire', `update oidc_key set state = 'previous', changed_at = $1 where state = 'current'`);
const PROMOTE = sql('oidc-key.promote', `update oidc_key set state = 'current', changed_at = $1 where state = 'next'`);
const FORGET = sql(
  'oidc-key.forget',
  `delete from oidc_key where state = 'previous' and changed_at < $1::timestamptz - make_interval(hours => ${KEPT_HOURS})`,
);
const TELL = sql('oidc-key.tell', `select pg_notify('oidc_key', '')`);

/** Signing keys in the database, their private halves sealed; read at boot and when told of a change. */
export class PgSigningKeys extends SigningKeys {
  #keys: JWK[] = [];

  private constructor(
    private readonly db: Database,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Opens the keys, and makes the first ones on a new database; replicas that start together make them once. */
  static async open(db: Database, sealer: Sealer, clock: Clock): Promise<PgSigningKeys> {
    const keys = new PgSigningKeys(db, sealer, clock);
    await db.transaction((tx) => keys.complete(tx));
    await keys.reload();
    return keys;
  }

  override signing(): JWK[] {
    return this.#keys;
  }

  /** Reads the keys again. @returns whether they are others than before */
  async reload(): Promise<boolean> {
    const before = this.#keys.map(({ kid }) => kid).join();
    const rows = await this.db.query<KeyRow>(ALL);
    this.#keys = rows.map(({ kid, sealed }) => JSON.parse(this.sealer.open(sealed, place(kid))) as JWK);
    return before !== rows.map(({ kid }) => kid).join();
  }

  /** Begins to sign with the keys published last, and publishes the ones after them. @param by who orders it */
  async rotate(by: string): Promise<void> {
    const at = this.clock.now();
    await this.db.transaction(async (tx) => {
      await tx.query(LOCK);
      await tx.query(FORGET, [at]);
      await tx.query(RETIRE, [at]);
      await tx.query(PROMOTE, [at]);
      await this.complete(tx);
      await appendFact(tx, { what: 'signing-key.rotated', on: 'system:provider', by, at, why: 'ordered' });
      await tx.query(TELL);
    });
  }

  private async complete(tx: Tx): Promise<void> {
    await tx.query(LOCK);
    const known = new Set((await tx.query<{ alg: string; state: string }>(STATES)).map(({ alg, state }) => `${alg} ${state}`));
    for (const alg of ALGORITHMS) {
      for (const state of ['current', 'next']) if (!known.has(`${alg} ${state}`)) await this.add(tx, alg, state);
    }
  }

  private async add(tx: Tx, alg: Algorithm, state: string): Promise<void> {
    const key = await newKey(alg);
    const sealed = this.sealer.seal(JSON.stringify(key), place(key.kid));
    await tx.query(ADD, [key.kid, alg, state, publicPart(key), sealed, this.clock.now()]);
  }
}

const place = (kid: string) => `oidc_key.sealed:${kid}`;
