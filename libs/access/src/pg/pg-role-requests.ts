import { appendFact, sql, type Database } from '@habilis/database';
import { RoleRequests } from '../ports.ts';
import { factOf, type RoleRequest } from '../grant/role-request.ts';
import { REQUEST_COLUMNS, readRequestsOf, toRequest, type RequestRow } from './role-request-rows.ts';

const WAITING = sql(
  'role-request.waiting',
  `select ${REQUEST_COLUMNS} from role_request
   where organisation_id = any ($1) and closed_at is null and expires_at > $2 order by asked_at, id limit $3 offset $4`,
);
/** A few at a time; replicas that remind at once remind of different ones. */
const REMIND = sql(
  'role-request.remind',
  `update role_request set reminded_at = $1 where id in (
     select id from role_request where closed_at is null and expires_at > $1 and coalesce(reminded_at, asked_at) <= $2
     order by id limit 100 for update skip locked)
   returning ${REQUEST_COLUMNS}`,
);
const ENDING = sql(
  'grant.ending',
  `update role_grant set ending_told_at = $1 where id in (
     select id from role_grant where revoked_at is null and ending_told_at is null and until_at > $1 and until_at <= $2
     order by id limit 100 for update skip locked)
   returning id, account_id as account, role, organisation_id as organisation, until_at as until`,
);

const DAY = 24 * 3_600_000;
const REMIND_EVERY_DAYS = 7;
const TELL_BEFORE_DAYS = 30;

interface Ending {
  readonly id: string;
  readonly account: string;
  readonly role: string;
  readonly organisation: string;
  readonly until: Date;
}

/** Requests for roles in PostgreSQL, and the reminders that they and ending roles owe. */
export class PgRoleRequests extends RoleRequests {
  constructor(private readonly db: Database) {
    super();
  }

  override of(account: string): Promise<readonly RoleRequest[]> {
    return readRequestsOf(this.db, account);
  }

  override async waiting(organisations: readonly string[], t: Date, limit: number, offset: number): Promise<readonly RoleRequest[]> {
    return (await this.db.query<RequestRow>(WAITING, [organisations, t, limit, offset])).map(toRequest);
  }

  /** Once a week for each request that waits: a fact, which owes the mail. */
  async remind(t: Date): Promise<void> {
    await this.db.transaction(async (tx) => {
      const rows = await tx.query<RequestRow>(REMIND, [t, new Date(t.getTime() - REMIND_EVERY_DAYS * DAY)]);
      for (const row of rows) {
        await appendFact(tx, factOf(toRequest(row), 'role-request.reminded', { by: 'system:upkeep', at: t, why: 'still-waiting' }));
      }
    });
  }

  /** Once for each grant, a month before it ends. */
  async tellEndings(t: Date): Promise<void> {
    await this.db.transaction(async (tx) => {
      const rows = await tx.query<Ending>(ENDING, [t, new Date(t.getTime() + TELL_BEFORE_DAYS * DAY)]);
      for (const { id, account, role, organisation, until } of rows) {
        const details = { grant: id, role, until: until.toISOString() };
        const order = { by: 'system:upkeep', at: t, why: 'nearly-over', source: 'CPAM13.10.2', organisation } as const;
        await appendFact(tx, { what: 'role.ending', on: account, ...order, details });
      }
    });
  }
}
