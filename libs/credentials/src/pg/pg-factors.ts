import { appendFact, enqueue, sql, type Database, type Sealer, type Tx } from '@habilis/database';
import { Refusal, type Change } from '@habilis/kernel';
import type { Factor } from '../factor/factor.ts';
import { Factors, type NewFactor } from '../factor/factors.ts';
import { FACTOR, toFactor, type FactorRow } from './factor-rows.ts';

const OF = sql('factor.of', `select ${FACTOR} from factor f where f.account_id = $1 order by f.created_at, f.id`);
/** Whoever adds or removes waits for whoever does so to the same person's factors. */
const ONE_AT_A_TIME = sql('factor.one-at-a-time', 'select pg_advisory_xact_lock(hashtextextended($1, 4400920))');
const END_ENROLMENT = sql('factor.end-enrolment', 'delete from factor_enrolment where id = $1 and account_id = $2 returning id');
const ADD = sql(
  'factor.add',
  `insert into factor (id, account_id, kind, name, created_at, secret, accepted_step, credential_id, public_key, counter, transports, device_bound)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (credential_id) do nothing returning id`,
);
const RENAME = sql('factor.rename', 'update factor set name = $3 where id = $1 and account_id = $2 returning id');
const IDS = sql('factor.ids', 'select id from factor where account_id = $1 and id <> $2');
const REMOVE = sql('factor.remove', 'delete from factor where id = $1 and account_id = $2 returning id');
const HOLD = sql('factor.hold', 'update factor set held_since = $2, held_why = $3 where id = $1 and held_since is null returning id');

/** Where a seed is sealed for. */
export const seedPlace = (factor: string): string => `factor.secret:${factor}`;

/** Factors in PostgreSQL, each change with its fact. */
export class PgFactors extends Factors {
  constructor(
    private readonly db: Database,
    private readonly sealer: Sealer,
  ) {
    super();
  }

  override async of(account: string): Promise<readonly Factor[]> {
    return (await this.db.query<FactorRow>(OF, [account])).map(toFactor);
  }

  override async add({ next, fact }: Change<NewFactor>, enrolment?: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      await tx.query(ONE_AT_A_TIME, [next.account]);
      if (enrolment !== undefined && !(await found(tx, END_ENROLMENT, enrolment, next.account)))
        throw new Refusal('enrolment.gone', 'conflict');
      const [added] = await tx.query(ADD, this.row(next));
      if (!added) throw new Refusal('factor.taken', 'conflict');
      await appendFact(tx, fact);
    });
  }

  override async rename({ next, fact }: Change<Factor>): Promise<void> {
    await this.db.transaction(async (tx) => {
      if (!(await found(tx, RENAME, next.id, next.account, next.name))) throw new Refusal('factor.unknown', 'unknown');
      await appendFact(tx, fact);
    });
  }

  override async remove({ next, fact }: Change<Factor>, others: readonly string[]): Promise<void> {
    await this.db.transaction(async (tx) => {
      await tx.query(ONE_AT_A_TIME, [next.account]);
      const left = (await tx.query<{ id: string }>(IDS, [next.account, next.id])).map(({ id }) => id);
      if (left.length !== others.length || left.some((id) => !others.includes(id))) throw new Refusal('factor.stale', 'conflict');
      if (!(await found(tx, REMOVE, next.id, next.account))) throw new Refusal('factor.unknown', 'unknown');
      await appendFact(tx, fact);
    });
  }

  override async hold({ next, fact }: Change<Factor>): Promise<void> {
    const { since, why } = next.held!;
    await this.db.transaction(async (tx) => {
      if (!(await found(tx, HOLD, next.id, since, why))) return;
      await appendFact(tx, fact);
      await enqueue(tx, {
        topic: 'credentials.changed',
        about: next.account,
        payload: { account: next.account, except: null, before: fact.at },
        dueAt: fact.at,
      });
    });
  }

  private row({ id, account, kind, name, createdAt, totp, passkey, deviceBound }: NewFactor): unknown[] {
    const { credentialId = null, publicKey, counter = null, transports = null } = passkey ?? {};
    const secret = totp ? this.sealer.seal(totp.secret, seedPlace(id)) : null;
    const key = publicKey ? Buffer.from(publicKey) : null;
    return [id, account, kind, name, createdAt, secret, totp?.step ?? null, credentialId, key, counter, transports, deviceBound ?? null];
  }
}

async function found(tx: Tx, statement: Parameters<Tx['query']>[0], ...values: unknown[]): Promise<boolean> {
  return (await tx.query(statement, values)).length > 0;
}
