import { sql, type Database } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import { digest } from '../digest.ts';
import { SignOuts } from '../ports.ts';

/** Minutes the upstream has to send the person back. */
const MINUTES = 10;

const BEGIN = sql(
  'upstream_sign_out.begin',
  `insert into upstream_sign_out (id, browser, return_to, begun_at, expires_at)
   values ($1, $2, $3, $4, $4::timestamptz + make_interval(mins => ${MINUTES}))`,
);
const END = sql(
  'upstream_sign_out.end',
  `delete from upstream_sign_out where expires_at > $3 and browser = $2 and id = coalesce($1,
     (select id from upstream_sign_out where browser = $2 and expires_at > $3 order by begun_at desc limit 1))
   returning return_to`,
);
const PURGE = sql('upstream_sign_out.purge', 'delete from upstream_sign_out where expires_at < $1');

/** Sign-outs under way, in PostgreSQL. */
export class PgSignOuts extends SignOuts {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async begin(state: string, browser: string, returnTo: string): Promise<void> {
    await this.db.query(BEGIN, [digest(state), browser, returnTo, this.clock.now()]);
  }

  override async end(state: string | null, browser: string): Promise<string | undefined> {
    const [row] = await this.db.query<{ return_to: string }>(END, [state === null ? null : digest(state), browser, this.clock.now()]);
    return row?.return_to;
  }

  async purge(): Promise<void> {
    await this.db.query(PURGE, [this.clock.now()]);
  }
}
