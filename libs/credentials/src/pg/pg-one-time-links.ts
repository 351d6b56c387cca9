import { createHmac, timingSafeEqual } from 'node:crypto';
import { sql, type Database, type Tx } from '@habilis/database';
import { newId, type Clock } from '@habilis/kernel';
import { LINKS, OneTimeLinks, type LinkKind, type OneTimeLink } from '../one-time-link.ts';

const COLUMNS = 'id, kind, account_id, by_id, details, created_at, expires_at';
const OPEN = 'used_at is null and ended_at is null';

const ISSUE = sql(
  'one_time_link.issue',
  `insert into one_time_link (id, kind, account_id, by_id, details, created_at, expires_at)
   values ($1, $2, $3, $4, $5, $6, $6::timestamptz + make_interval(mins => $7)) returning ${COLUMNS}`,
);
const LOOK = sql('one_time_link.look', `select ${COLUMNS} from one_time_link where id = $1 and expires_at > $2 and ${OPEN}`);
const USE = sql(
  'one_time_link.use',
  `update one_time_link set used_at = $2 where id = $1 and kind = any ($3) and expires_at > $2 and ${OPEN} returning ${COLUMNS}`,
);
const KILL = sql('one_time_link.kill', `update one_time_link set ended_at = $2 where account_id = $1 and kind = any ($3) and ${OPEN}`);
/** What was used or ran out stays a week, for the page that says which. */
const PURGE = sql('one_time_link.purge', `delete from one_time_link where expires_at < $1::timestamptz - interval '7 days'`);

interface Row {
  id: string;
  kind: LinkKind;
  account_id: string;
  by_id: string;
  details: Record<string, unknown>;
  created_at: Date;
  expires_at: Date;
}

type NewLink = Pick<OneTimeLink, 'kind' | 'account' | 'by'> & { readonly details?: OneTimeLink['details'] };

const TOKEN = /^([0-9a-z]{26})([0-9a-f]{40})$/;
const PREFIX = 'lnk-';

/** Links in PostgreSQL. A token is the link's id and its authentication code under the service's pepper. */
export class PgOneTimeLinks extends OneTimeLinks {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly pepper: string,
  ) {
    super();
  }

  /** Makes one, in the transaction of what it is for. */
  async issue(tx: Tx, { kind, account, by, details = {} }: NewLink): Promise<OneTimeLink> {
    if (LINKS[kind].alone) await this.kill(tx, account, [kind]);
    const [row] = await tx.query<Row>(ISSUE, [newId('lnk'), kind, account, by, details, this.clock.now(), LINKS[kind].minutes]);
    return toLink(row!);
  }

  override address({ id, kind }: Pick<OneTimeLink, 'id' | 'kind'>, origin: string): string {
    return `${origin}${LINKS[kind].path}/${id.slice(PREFIX.length)}${this.code(id)}`;
  }

  override async look(kind: LinkKind | readonly LinkKind[], token: string): Promise<OneTimeLink | undefined> {
    const id = this.idOf(token);
    const link = id === undefined ? undefined : await this.pending(id);
    return link && [kind].flat().includes(link.kind) ? link : undefined;
  }

  override async pending(id: string): Promise<OneTimeLink | undefined> {
    const [row] = await this.db.query<Row>(LOOK, [id, this.clock.now()]);
    return row && toLink(row);
  }

  /** Uses a link up, in the transaction of what it does; of two at once, one. */
  async use(tx: Tx, kind: LinkKind | readonly LinkKind[], token: string): Promise<OneTimeLink | undefined> {
    const id = this.idOf(token);
    if (id === undefined) return undefined;
    const [row] = await tx.query<Row>(USE, [id, this.clock.now(), [kind].flat()]);
    return row && toLink(row);
  }

  /** Ends what was not used. */
  async kill(tx: Tx, account: string, kinds: readonly LinkKind[]): Promise<void> {
    await tx.query(KILL, [account, this.clock.now(), kinds]);
  }

  async purge(): Promise<void> {
    await this.db.query(PURGE, [this.clock.now()]);
  }

  /** The id in a token, when its code is right; a guess costs no reading of the database. */
  private idOf(token: string): string | undefined {
    const [, body, code] = TOKEN.exec(token) ?? [];
    if (body === undefined || code === undefined) return undefined;
    const id = `${PREFIX}${body}`;
    return timingSafeEqual(Buffer.from(code), Buffer.from(this.code(id))) ? id : undefined;
  }

  private code(id: string): string {
    return createHmac('sha256', this.pepper).update(`one-time link ${id}`).digest('hex').slice(0, 40);
  }
}

function toLink({ id, kind, account_id, by_id, details, created_at, expires_at }: Row): OneTimeLink {
  return { id, kind, account: account_id, by: by_id, details, createdAt: created_at, expiresAt: expires_at };
}
