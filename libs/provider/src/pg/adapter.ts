import { toStanding } from '@habilis/access/pg';
import { standingReach } from '@habilis/access';
import type { Database, Sealer, Statement } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import { errors, Provider, type Adapter, type AdapterFactory, type AdapterPayload } from 'oidc-provider';
import { admits, type Portals } from '../portals.ts';
import { LIFETIME } from '../lifetimes.ts';
import type { PgCallingClients } from './calling-clients.ts';
import type { Exchanges } from './exchanges.ts';
import { replayed, revoked, signedIn, signedOut, turnedBack } from './record-facts.ts';
import { rowId, split } from './record.ts';
import { requestMemory } from './request-memory.ts';
import type { FoundRow, Row } from './rows.ts';
import * as statements from './statements.ts';

export interface RecordsOptions {
  readonly db: Database;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly portals: Portals;
  readonly callingClients: PgCallingClients;
  readonly exchanges: Exchanges;
}

/** Records that are somebody's at a portal: they count for as long as the person may be at its doors. */
const AT_A_PORTAL: ReadonlySet<string> = new Set(['AccessToken', 'AuthorizationCode', 'DeviceCode', 'Grant', 'RefreshToken']);

/**
 * Keeps the engine's records in PostgreSQL.
 *
 * A record answers only while its person may still be where it leads: reach is read with the row, so no job
 * and no notification stands between a suspension and the token it must stop. Statements: introspection,
 * userinfo, a code or a refresh token found, each 1; a portal's own token saved 1; a code or a refresh token exchanged 1.
 */
export function recordAdapters(options: RecordsOptions): AdapterFactory {
  return (model) => (model === 'Client' ? NO_CLIENTS : new RecordAdapter(model, options));
}

/** Portals are files, held by the engine in memory; nobody registers one over the network. */
const NO_CLIENTS: Adapter = {
  find: async () => undefined,
  findByUid: async () => undefined,
  findByUserCode: async () => undefined,
  upsert: () => Promise.reject(new Error('portals are files')),
  consume: () => Promise.reject(new Error('portals are files')),
  destroy: () => Promise.reject(new Error('portals are files')),
  revokeByGrantId: () => Promise.reject(new Error('portals are files')),
};

/** Addresses where a program asks and no session is saved. */
const MACHINES: ReadonlySet<string> = new Set(['introspection', 'token', 'userinfo']);

const placeOf = (key: string) => `oidc_record.sealed:${key}`;

/** Whether what is read is about to be told to a portal, claims and all. */
const tellsClaims = () => Provider.ctx?.oidc.route === 'userinfo';

class RecordAdapter implements Adapter {
  constructor(
    private readonly model: string,
    private readonly options: RecordsOptions,
  ) {}

  async find(id: string): Promise<AdapterPayload | undefined> {
    const key = rowId(this.model, id);
    const memory = requestMemory();
    const reading = memory?.rows.get(key) ?? this.readById(key);
    memory?.rows.set(key, reading);
    const found = this.answer(await reading, id);
    if (found?.expiresWithSession && this.model === 'RefreshToken' && Provider.ctx?.oidc.route === 'introspection')
      await this.keepAlive(found);
    return found;
  }

  /** At most once a minute for each session: a portal asks at every page. */
  private async keepAlive({ sessionUid }: AdapterPayload): Promise<void> {
    const session = sessionUid === undefined ? undefined : await requestMemory()?.sessions.get(sessionUid);
    const now = this.options.clock.now();
    if (!session || session.expires - now.getTime() / 1000 > LIFETIME.sessionIdle - 60) return;
    await this.options.db.query(statements.KEEP_SESSION, [sessionUid, now, LIFETIME.sessionIdle, LIFETIME.session]);
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const memory = requestMemory();
    const reading = memory?.sessions.get(uid) ?? this.read(statements.FIND_BY_UID, uid);
    memory?.sessions.set(uid, reading);
    return this.answer(await reading);
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.answer(await this.read(statements.FIND_BY_USER_CODE, userCode));
  }

  async upsert(id: string, payload: AdapterPayload): Promise<void> {
    const { db, portals, clock, exchanges } = this.options;
    const key = rowId(this.model, id);
    requestMemory()?.forget(key);
    const values = this.values(key, payload);
    if (exchanges.wait(this.model, values) || (await exchanges.keep(this.model, values))) return;
    if (this.model === 'Interaction' && payload.result?.error) {
      return turnedBack(db, values, payload, portals.get(payload.params?.['client_id'] as string), clock.now());
    }
    const signsIn =
      this.model === 'AuthorizationCode' || (this.model === 'DeviceCode' && payload.accountId !== undefined && !payload.error);
    if (signsIn) await signedIn(db, values, payload, portals.get(payload.clientId), clock.now());
    else await db.query(this.model === 'Session' ? statements.SAVE_SESSION : statements.SAVE, values);
  }

  async consume(id: string): Promise<void> {
    const { exchanges } = this.options;
    const key = rowId(this.model, id);
    const grantId = (await requestMemory()?.rows.get(key))?.payload.grantId;
    requestMemory()?.forget(key);
    if (exchanges.begin(this.model, key, grantId) || (await exchanges.consume(this.model, key))) return;
    if (this.model === 'PushedAuthorizationRequest') throw new errors.InvalidRequestUri('request_uri was already used');
    await exchanges.refuse(this.model, grantId);
  }

  async destroy(id: string): Promise<void> {
    const { db, clock, callingClients } = this.options;
    const key = rowId(this.model, id);
    requestMemory()?.forget(key);
    // What is replayed takes its grant along, with its one fact.
    if (this.model === 'Grant' && Provider.ctx?.oidc.route === 'token' && requestMemory()?.revoked.has(id)) return;
    if (this.model === 'Session') await signedOut(db, key, clock.now());
    else await db.query(this.model === 'ClientCredentials' ? statements.DESTROY_CALLING : statements.DESTROY, [key]);
    if (this.model === 'ClientCredentials') callingClients.forget(key);
  }

  /** Asked once for each kind of token; the first time takes them all. */
  async revokeByGrantId(grantId: string): Promise<void> {
    const { db, clock } = this.options;
    const memory = requestMemory();
    if (memory?.revoked.has(grantId)) return;
    memory?.revoked.add(grantId);
    const route = Provider.ctx?.oidc.route;
    if (route === 'token') await replayed(db, grantId, this.model, clock.now());
    else await revoked(db, grantId, route, clock.now());
  }

  private readById(key: string): Promise<Row | undefined> {
    if (!tellsClaims()) return this.read(statements.FIND_BY_ID, key);
    const { clock, portals } = this.options;
    return this.read(statements.FIND_WITH_PERSON, key, clock.now(), portals.toldMore);
  }

  private async read(statement: Statement, ...values: unknown[]): Promise<Row | undefined> {
    const [row] = await this.options.db.query<FoundRow>(statement, values);
    requestMemory()?.remember(row);
    return row;
  }

  /** The payload of a row, or undefined when the row is another's, is over, or its person may not be there. */
  private answer(row: Row | undefined, id?: string): AdapterPayload | undefined {
    if (!row || row.model !== this.model || row.ended || !this.counts(row)) return undefined;
    return {
      ...row.payload,
      ...(id !== undefined && { jti: id }),
      ...(row.sealed !== null && this.isOpened(id) && this.secretsOf(row)),
      ...(row.consumed !== null && { consumed: Math.floor(row.consumed) }),
      ...(this.model === 'Session' && { exp: Math.floor(row.expires) }),
    };
  }

  /**
   * Whether the secrets of a record are needed: a session's only one is its cookie, which whoever found it by has, and a
   * machine's request, which only looks whether it still holds, has no use for.
   */
  private isOpened(id: string | undefined): boolean {
    return this.model !== 'Session' || (id === undefined && !MACHINES.has(Provider.ctx?.oidc.route ?? ''));
  }

  private secretsOf({ id, sealed }: Row): AdapterPayload {
    return JSON.parse(this.options.sealer.open(sealed!, placeOf(id))) as AdapterPayload;
  }

  private counts(row: Row): boolean {
    const { accountId, clientId } = row.payload;
    if (accountId === undefined) return true;
    if (!AT_A_PORTAL.has(this.model) && this.model !== 'Session') return true;
    if (row.standing === null) return false;
    const standing = toStanding(row.standing);
    const now = this.options.clock.now();
    if (this.model === 'Session') return standingReach(standing, now) !== 'nowhere';
    const portal = this.options.portals.get(clientId);
    return portal !== undefined && admits(portal, standing, now);
  }

  private values(key: string, payload: AdapterPayload): unknown[] {
    const { open, secret } = split(this.model, payload);
    const text = JSON.stringify(open);
    // PostgreSQL keeps no NUL; a request that carries one is no text of anybody's.
    if (text.includes('\\u0000')) throw new errors.InvalidRequest('a parameter holds a character that is not text');
    const sealed = secret ? this.options.sealer.seal(JSON.stringify(secret), placeOf(key)) : null;
    const { accountId = null, clientId = null, grantId = null, sessionUid = null, uid = null, userCode = null, exp } = payload;
    const ownUid = this.model === 'Session' ? uid : null;
    const ownGrant = this.model === 'Interaction' ? null : grantId;
    return [key, this.model, text, sealed, accountId, clientId, ownGrant, sessionUid, ownUid, userCode, exp];
  }
}
