import { createHash, randomBytes } from 'node:crypto';
import { standingReach, type Standing } from '@habilis/access';
import { standingOf, toStanding, type StandingRow } from '@habilis/access/pg';
import { sql, type Database, type Sealer } from '@habilis/database';
import { newId, type Clock } from '@habilis/kernel';

/** A person signed in to one of our own screens. */
export interface WebSession {
  readonly id: string;
  readonly accountId: string;
  /** Which of our screens it was opened for: `habilis-console` or `habilis-own`. */
  readonly clientId: string;
  /** The provider's session, as it calls it towards this client. */
  readonly sid: string | null;
  readonly acr: string | null;
  readonly authTime: Date;
  readonly standing: Standing;
}

/** What the provider said when the person came in. */
export type SignedIn = Pick<WebSession, 'accountId' | 'clientId' | 'sid' | 'acr' | 'authTime'> & { readonly idToken: string };

/** Minutes without a request after which a session ends. */
const IDLE_MINUTES = 30;
/** Hours after which a session ends, however busy. */
export const LONGEST_HOURS = 4;

interface Row {
  id: string;
  account_id: string;
  client_id: string;
  sid: string | null;
  acr: string | null;
  auth_time: Date;
  last_seen_at: Date;
  standing: StandingRow;
}

const ALIVE = `last_seen_at > $2::timestamptz - interval '${IDLE_MINUTES} minutes' and created_at > $2::timestamptz - interval '${LONGEST_HOURS} hours'`;

const OPEN = sql(
  'web-session.open',
  `insert into web_session (key_hash, id, account_id, client_id, sid, acr, auth_time, id_token, created_at, last_seen_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
);
const FIND = sql(
  'web-session.find',
  `select id, account_id, client_id, sid, acr, auth_time, last_seen_at, ${standingOf('s.account_id')} as standing
   from web_session s where key_hash = $1 and ${ALIVE}`,
);
const TOUCH = sql('web-session.touch', 'update web_session set last_seen_at = $2 where id = $1');
const CLOSE = sql('web-session.close', 'delete from web_session where id = $1 returning id_token');
const CLOSE_SID = sql('web-session.close-sid', 'delete from web_session where sid = $1');
const SWEEP = sql('web-session.sweep', `delete from web_session where last_seen_at < $1::timestamptz - interval '1 day'`);

const hash = (key: string) => createHash('sha256').update(key).digest('base64url');

/**
 * Sessions of our own screens, by a cookie whose value only the browser knows.
 *
 * Every request reads the person's standing with the session, in one statement: someone held is out at
 * their next click, whether or not anybody ended the session.
 */
export class WebSessions {
  constructor(
    private readonly db: Database,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
  ) {}

  /** @returns the cookie's value, which is kept nowhere */
  async open(came: SignedIn): Promise<string> {
    const key = randomBytes(32).toString('base64url');
    const id = newId('ses');
    const sealed = this.sealer.seal(came.idToken, `web_session.id_token:${id}`);
    const now = this.clock.now();
    await this.db.query(OPEN, [hash(key), id, came.accountId, came.clientId, came.sid, came.acr, came.authTime, sealed, now]);
    return key;
  }

  /** The session of this cookie, or undefined when there is none, it has ended, or the person may go nowhere. */
  async find(key: string): Promise<WebSession | undefined> {
    const now = this.clock.now();
    const [row] = await this.db.query<Row>(FIND, [hash(key), now]);
    if (!row) return undefined;
    const standing = toStanding(row.standing);
    if (standingReach(standing, now) === 'nowhere') return undefined;
    if (now.getTime() - row.last_seen_at.getTime() > 60_000) await this.db.query(TOUCH, [row.id, now]);
    const { id, account_id: accountId, client_id: clientId, sid, acr, auth_time: authTime } = row;
    return { id, accountId, clientId, sid, acr, authTime, standing };
  }

  /** Ends one session. @returns its ID token, the hint the provider's sign-out asks for */
  async close(id: string): Promise<string | undefined> {
    const [row] = await this.db.query<{ id_token: string }>(CLOSE, [id]);
    return row && this.sealer.open(row.id_token, `web_session.id_token:${id}`);
  }

  /** Ends every session the provider knows by this `sid`; safe to repeat. */
  async closeBySid(sid: string): Promise<void> {
    await this.db.query(CLOSE_SID, [sid]);
  }

  /** Removes what ended more than a day ago. */
  async sweep(): Promise<void> {
    await this.db.query(SWEEP, [this.clock.now()]);
  }
}
