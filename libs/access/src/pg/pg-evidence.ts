import { sql, type Database } from '@habilis/database';
import type { Holding } from '../holding.ts';
import { pairKey, type Pair, type Tie } from '../engagement/tie.ts';
import { Evidence, type Weighed } from '../ports.ts';
import { HOLDING, PgHoldings, type HoldingRow } from './pg-holdings.ts';
import { tieOf } from './pg-ties.ts';

interface OneRow extends HoldingRow, Tie {}

interface TiedRow extends HoldingRow {
  tied: { thing: string; purposes: readonly string[]; emergencyUntil: string | null }[] | null;
}

/** The ordinary question: one person, one thing. */
const ONE = sql(
  'access.evidence',
  `select ${HOLDING}, ${tieOf({ account: 'a.id', portal: '$2', type: '$3', thing: '$4', t: '$5', asKnownAt: '$5' })} from account a where a.id = $1`,
);

/** Only what ties somebody comes back: most questions of a long list are about things that nobody takes part in. */
const MANY = sql(
  'access.evidences',
  `with tie as (
     select asked.account, asked.thing, ${tieOf({ account: 'asked.account', portal: '$2', type: 'asked.type', thing: 'asked.thing', t: '$6', asKnownAt: '$6' })}
     from unnest($3::text[], $4::text[], $5::text[]) as asked(account, type, thing)),
   tied as (
     select account, json_agg(json_build_object('thing', thing, 'purposes', purposes, 'emergencyUntil', "emergencyUntil")) as tied
     from tie where purposes <> '{}' or "emergencyUntil" is not null group by account)
   select ${HOLDING}, tied.tied from account a left join tied on tied.account = a.id where a.id = any ($1)`,
);

/** What portals' questions rest on, in PostgreSQL: one statement, however many they are. */
export class PgEvidence extends Evidence {
  readonly #holdings: PgHoldings;

  constructor(private readonly db: Database) {
    super();
    this.#holdings = new PgHoldings(db);
  }

  override async weigh(portal: string, accounts: readonly string[], pairs: readonly Pair[], t: Date): Promise<Weighed> {
    if (pairs.length === 0) return { holdings: await this.#holdings.read(accounts), ties: new Map() };
    if (accounts.length === 1 && pairs.length === 1) return this.one(portal, pairs[0]!, t);
    const asked = [pairs.map(({ account }) => account), pairs.map(({ type }) => type), pairs.map(({ thing }) => thing)];
    const rows = await this.db.query<TiedRow>(MANY, [accounts, portal, ...asked, t]);
    return { holdings: await this.#holdings.of(rows), ties: new Map(rows.flatMap(tiesOf)) };
  }

  private async one(portal: string, pair: Pair, t: Date): Promise<Weighed> {
    const rows = await this.db.query<OneRow>(ONE, [pair.account, portal, pair.type, pair.thing, t]);
    const holdings: ReadonlyMap<string, Holding> = await this.#holdings.of(rows);
    return { holdings, ties: new Map(rows.map(({ purposes, emergencyUntil }) => [pairKey(pair), { purposes, emergencyUntil }])) };
  }
}

const tiesOf = ({ id, tied }: TiedRow) =>
  (tied ?? []).map(({ thing, purposes, emergencyUntil }): [string, Tie] => [
    pairKey({ account: id, thing }),
    { purposes, emergencyUntil: emergencyUntil === null ? null : new Date(emergencyUntil) },
  ]);
