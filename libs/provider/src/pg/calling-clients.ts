import { CallingClients, Subjects, type AskingScope, type CallingClient } from '@habilis/access';
import { sql, type Database } from '@habilis/database';
import { LRUCache } from 'lru-cache';
import type { PairwiseSubjects } from '../pairwise.ts';
import type { Portals } from '../portals.ts';
import { rowId } from './record.ts';

const IDENTIFY = sql(
  'oidc.identify-client',
  `select client_id as client, payload ->> 'scope' as scope, ceil(extract(epoch from expires_at - now()) * 1000)::int as left from oidc_record
   where id = $1 and model = 'ClientCredentials' and expires_at > now() and payload ->> 'jkt' is null`,
);

/** What a token of a portal's own is worth. */
interface Worth {
  readonly client: CallingClient;
  readonly scopes: ReadonlySet<string>;
}

/**
 * For how long a token that was found is believed without looking again, milliseconds.
 *
 * A portal asks hundreds of times a second with one token. Whether the *person* may come is read at every question;
 * this is about the portal itself, whose token taken back elsewhere is felt within the second every revocation has.
 */
const BELIEVED_MS = 1_000;

const BEARER = /^Bearer ([\w-]{20,200})$/i;

/** Knows the portal behind a bearer token of its own, made for what it asks; one statement a second, on the primary key. */
export class PgCallingClients extends CallingClients {
  /** False: taken back here, also for a reading under way meanwhile. */
  readonly #believed = new LRUCache<string, Worth | false>({ max: 1_000, ttl: BELIEVED_MS });

  constructor(
    private readonly db: Database,
    private readonly portals: Portals,
  ) {
    super();
  }

  override async identify(authorization: string | undefined, scope: AskingScope = 'access:evaluate'): Promise<CallingClient | undefined> {
    const token = BEARER.exec(authorization ?? '')?.[1];
    if (token === undefined) return undefined;
    const key = rowId('ClientCredentials', token);
    const worth = this.#believed.get(key) ?? (await this.read(key));
    return worth && worth.scopes.has(scope) ? worth.client : undefined;
  }

  /** The token was taken back here: it opens nothing from now on. @param key of its row */
  forget(key: string): void {
    this.#believed.set(key, false);
  }

  private async read(key: string): Promise<Worth | undefined> {
    const [row] = await this.db.query<{ client: string; scope: string | null; left: number }>(IDENTIFY, [key]);
    const portal = this.portals.get(row?.client);
    if (!row || !portal || this.#believed.get(key) === false) return undefined;
    const { id: clientId, organisation } = portal;
    const worth = { client: { clientId, organisation }, scopes: new Set(row.scope?.split(' ')) };
    this.#believed.set(key, worth, { ttl: Math.min(BELIEVED_MS, row.left) });
    return worth;
  }
}

/** Knows whom a portal means: by the account, or by the number that only this portal's sector has. */
export class PortalSubjects extends Subjects {
  constructor(
    private readonly portals: Portals,
    private readonly subjects: PairwiseSubjects,
  ) {
    super();
  }

  override async resolve(clientId: string, sub: string): Promise<string | undefined> {
    const portal = this.portals.get(clientId);
    if (portal?.subject !== 'pairwise') return portal && sub;
    return this.subjects.accountOf(this.portals.sectorOf(clientId), sub);
  }

  override nameFor(clientId: string, account: string): string {
    if (this.portals.get(clientId)?.subject !== 'pairwise') return account;
    return this.subjects.subjectFor(this.portals.sectorOf(clientId), account);
  }
}
