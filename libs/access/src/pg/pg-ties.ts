import { sql, type Database } from '@habilis/database';
import { Ties } from '../ports.ts';
import { pairKey, type Pair, type Tie } from '../engagement/tie.ts';

/** What names each part of the question in the statement around it: `$1`, `asked.type`. */
type Asked = Readonly<Record<'account' | 'portal' | 'type' | 'thing' | 't' | 'asKnownAt', string>>;

/** Two columns, `purposes` and `"emergencyUntil"`: a Tie, to stand in the statement that reads who the person is. */
export const tieOf = ({ account, portal, type, thing, t, asKnownAt }: Asked) => `
  array(select distinct e.purpose from engagement e
    where e.account_id = ${account} and e.portal = ${portal} and e.type = ${type} and e.thing = ${thing}
      and e.from_at <= ${t} and (e.until_at is null or e.until_at > ${t})
      and e.recorded_at <= ${asKnownAt} and (e.withdrawn_at is null or e.withdrawn_at > ${asKnownAt})) as purposes,
  (select max(b.until_at) from break_glass b
    where b.account_id = ${account} and b.portal = ${portal} and b.type = ${type} and b.thing = ${thing}
      and b.opened_at <= ${t} and b.until_at > ${t}) as "emergencyUntil"`;

const BETWEEN = sql(
  'access.ties',
  `select asked.account, asked.thing, ${tieOf({ account: 'asked.account', portal: '$1', type: 'asked.type', thing: 'asked.thing', t: '$5', asKnownAt: '$6' })}
   from unnest($2::text[], $3::text[], $4::text[]) as asked(account, type, thing)`,
);

/** What ties people to things, in PostgreSQL. */
export class PgTies extends Ties {
  constructor(private readonly db: Database) {
    super();
  }

  override async between(portal: string, pairs: readonly Pair[], t: Date, asKnownAt: Date): Promise<ReadonlyMap<string, Tie>> {
    if (pairs.length === 0) return new Map();
    const asked = [pairs.map(({ account }) => account), pairs.map(({ type }) => type), pairs.map(({ thing }) => thing)];
    const rows = await this.db.query<Omit<Pair, 'type'> & Tie>(BETWEEN, [portal, ...asked, t, asKnownAt]);
    return new Map(rows.map(({ account, thing, purposes, emergencyUntil }) => [pairKey({ account, thing }), { purposes, emergencyUntil }]));
  }
}
