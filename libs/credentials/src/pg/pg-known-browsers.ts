import { appendFact, sql, type Database } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import { BROWSER_DAYS, KnownBrowsers } from '../sign-in/known-browser.ts';

const KNOWS = sql('known_browser.knows', 'select 1 from known_browser where account_id = $1 and browser = $2');
const SEEN = sql(
  'known_browser.seen',
  'update known_browser set last_at = $3, label = $4 where account_id = $1 and browser = $2 returning 1',
);
const ADD = sql(
  'known_browser.add',
  `insert into known_browser (account_id, browser, label, first_at, last_at) values ($1, $2, $4, $3, $3) on conflict do nothing
   returning (select count(*)::int from known_browser where account_id = $1) as others`,
);
const PURGE = sql(
  'known_browser.purge',
  `delete from known_browser where last_at < $1::timestamptz - make_interval(days => ${BROWSER_DAYS})`,
);

/** Known browsers in PostgreSQL. */
export class PgKnownBrowsers extends KnownBrowsers {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async knows(account: string, browser: string): Promise<boolean> {
    return (await this.db.query(KNOWS, [account, browser])).length > 0;
  }

  override async seen(account: string, browser: string, label: string): Promise<void> {
    const at = this.clock.now();
    const row = [account, browser, at, label];
    if ((await this.db.query(SEEN, row)).length > 0) return;
    await this.db.transaction(async (tx) => {
      const [added] = await tx.query<{ others: number }>(ADD, row);
      if (!added || added.others === 0) return;
      await appendFact(tx, { what: 'sign-in.new-browser', on: account, by: account, at, why: 'first-seen', details: { browser: label } });
    });
  }

  async purge(): Promise<void> {
    await this.db.query(PURGE, [this.clock.now()]);
  }
}
