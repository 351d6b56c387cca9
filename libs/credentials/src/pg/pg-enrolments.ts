import { sql, type Database, type Sealer } from '@habilis/database';
import { newId, type Clock } from '@habilis/kernel';
import { Enrolments, type PendingEnrolment } from '../factor/factors.ts';

const MINUTES = 10;

const BEGIN = sql(
  'enrolment.begin',
  `insert into factor_enrolment (id, account_id, browser, secret, expires_at) values ($1, $2, $3, $4, $5)
   on conflict (account_id, browser) do update set id = excluded.id, secret = excluded.secret, expires_at = excluded.expires_at`,
);
const FIND = sql('enrolment.find', 'select id, secret from factor_enrolment where account_id = $1 and browser = $2 and expires_at > $3');
const PURGE = sql('enrolment.purge', 'delete from factor_enrolment where expires_at < $1');

const place = (id: string) => `factor_enrolment.secret:${id}`;

/** Applications being enrolled; nothing of them works before a code was shown. */
export class PgEnrolments extends Enrolments {
  constructor(
    private readonly db: Database,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async begin(account: string, browser: string, secret: string): Promise<PendingEnrolment> {
    const id = newId('fac');
    const until = new Date(this.clock.now().getTime() + MINUTES * 60_000);
    await this.db.query(BEGIN, [id, account, browser, this.sealer.seal(secret, place(id)), until]);
    return { id, secret };
  }

  override async find(account: string, browser: string): Promise<PendingEnrolment | undefined> {
    const [row] = await this.db.query<{ id: string; secret: string }>(FIND, [account, browser, this.clock.now()]);
    return row && { id: row.id, secret: this.sealer.open(row.secret, place(row.id)) };
  }

  async purge(): Promise<void> {
    await this.db.query(PURGE, [this.clock.now()]);
  }
}
