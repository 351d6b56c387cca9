import { sql, type Database } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import { BROWSER_DAYS, KnownBrowsers } from '../sign-in/known-browser.ts';

const KNOWS = sql('known_browser.knows', 'select 1 from known_browser where account_id = $1 and browser = $2');
/** A browser never seen before, of someone who has others, is a fact of its own: they are told of it. */
const SEEN = sql(
  'known_browser.seen-or-new',
  `with seen as (insert into known_browser (account_id, browser, label, first_at, last_at) values ($1, $2, $4, $3, $3)
     on conflict (account_id, browser) do update set last_at = excluded.last_at, label = excluded.label
     returning xmax = 0 as new)
   insert into fact (at, what, on_id, by_id, why, details)
   select $3, 'sign-in.new-browser', $1, $1, 'first-seen', jsonb_build_object('browser', $4::text)
   where (select new from seen) and exists (select 1 from known_browser where account_id = $1 and browser <> $2)`,
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
    await this.db.query(SEEN, [account, browser, this.clock.now(), label]);
  }

  async purge(): Promise<void> {
    await this.db.query(PURGE, [this.clock.now()]);
  }
}
