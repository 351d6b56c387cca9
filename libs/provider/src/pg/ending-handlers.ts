import { standingReach } from '@habilis/access';
import { appendFact, enqueue, sql, type Database, type OutboxHandler, type Tx } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import type { AdapterPayload } from 'oidc-provider';
import type { ProviderHandle } from '../create-provider.ts';
import { admits, type Portals } from '../portals.ts';
import type { Standings } from '../ports.ts';
import type { SessionExtras } from '../adjust-engine.ts';
import { endSession } from './sessions.ts';

interface Options {
  readonly db: Database;
  readonly clock: Clock;
  readonly portals: Portals;
  readonly handle: ProviderHandle;
  readonly standings: Standings;
}

/**
 * What follows from an account that may do less, a portal to be told, an upstream that signed someone out.
 *
 * Courtesy, all of it: a token stops answering because its row is judged, not because it was deleted here.
 * Each can be repeated.
 */
export function endingHandlers(options: Options): Record<string, OutboxHandler> {
  return {
    'account.narrowed': (payload) => accountNarrowed(options, String(payload['account'])),
    'portal.logout': (payload) => tellPortal(options, payload as unknown as PortalLogout),
    'identity.unlinked': (payload) => wayClosed(options, payload as unknown as WayClosed),
    'credentials.changed': (payload) => credentialsChanged(options, payload as unknown as CredentialsChanged),
    'upstream.logged-out': (payload) => upstreamLoggedOut(options, String(payload['account'])),
  };
}

interface HeldRow {
  readonly model: string;
  readonly client_id: string | null;
  readonly uid: string | null;
  readonly payload: AdapterPayload;
}

const HELD = sql(
  'oidc-ending.held',
  `select model, client_id, uid, payload from oidc_record
   where account_id = $1 and model in ('Session', 'RefreshToken', 'AccessToken') and ended_at is null`,
);
const TAKE_AT_PORTAL = sql('oidc-ending.take-at-portal', `delete from oidc_record where account_id = $1 and client_id = $2 returning 1`);
const LEAVE_PORTAL = sql(
  'oidc-ending.leave-portal',
  `update oidc_record set payload = (payload::jsonb #- array['authorizations', $2])::json where uid = $1 and ended_at is null`,
);
const SERIALISE = sql('oidc-ending.serialise', 'select pg_advisory_xact_lock(hashtext($1))');

/** Ends what the person holds at every portal that no longer admits them; their session too when they may be nowhere. */
async function accountNarrowed({ db, clock, portals, standings }: Options, account: string): Promise<void> {
  const at = clock.now();
  const standing = await standings.of(account);
  const shut = (client: string) => {
    const portal = portals.get(client);
    return !portal || !standing || !admits(portal, standing, at);
  };
  const nowhere = !standing || standingReach(standing, at) === 'nowhere';
  await db.transaction(async (tx) => {
    await tx.query(SERIALISE, [account]);
    const held = await tx.query<HeldRow>(HELD, [account]);
    const sessions = held.filter(({ model }) => model === 'Session');
    if (nowhere) for (const { uid } of sessions) await endSession(tx, uid!, account, 'access-narrowed', at);
    const told = nowhere ? new Set<string>() : await leavePortals(tx, account, sessions, shut, at);
    const left = await endTokens(tx, account, held, shut, at, told, nowhere);
    if (left.length > 0 && !nowhere) {
      await appendFact(tx, {
        what: 'session.narrowed',
        on: account,
        by: 'system:provider',
        at,
        why: 'access-narrowed',
        details: { portals: left },
      });
    }
  });
}

/** Takes the portals that are shut out of running sessions, and owes them the news. @returns `client sid` told */
async function leavePortals(
  tx: Tx,
  account: string,
  sessions: readonly HeldRow[],
  shut: (client: string) => boolean,
  at: Date,
): Promise<Set<string>> {
  const told = new Set<string>();
  for (const { uid, payload } of sessions) {
    for (const [client, { sid }] of Object.entries(payload.authorizations ?? {})) {
      if (!shut(client)) continue;
      await tx.query(LEAVE_PORTAL, [uid, client]);
      await owe(tx, told, { client, account, sid: sid ?? null }, at);
    }
  }
  return told;
}

async function endTokens(
  tx: Tx,
  account: string,
  held: readonly HeldRow[],
  shut: (client: string) => boolean,
  at: Date,
  told: Set<string>,
  sessionsTold: boolean,
): Promise<string[]> {
  const clients = new Set([...held.map(({ client_id }) => client_id), ...[...told].map((each) => each.split(' ')[0]!)]);
  const left = [...clients].filter((each): each is string => each !== null && shut(each));
  const running = new Set(held.filter(({ model }) => model === 'Session').map(({ uid }) => uid));
  for (const client of left) {
    for (const { client_id, payload } of held) {
      if (client_id !== client || !payload.sid) continue;
      if (sessionsTold && running.has(payload.sessionUid ?? null)) continue;
      await owe(tx, told, { client, account, sid: payload.sid }, at);
    }
    await tx.query(TAKE_AT_PORTAL, [account, client]);
  }
  return left;
}

interface PortalLogout {
  readonly client: string;
  readonly account: string;
  readonly sid: string | null;
}

async function owe(tx: Tx, told: Set<string>, logout: PortalLogout, at: Date): Promise<void> {
  const key = `${logout.client} ${logout.sid}`;
  if (told.has(key)) return;
  told.add(key);
  await enqueue(tx, { topic: 'portal.logout', about: logout.account, payload: { ...logout }, dueAt: at });
}

/** Tells one portal that someone signed out; the outbox tries again until it answers, and keeps who did. */
async function tellPortal({ handle }: Options, { client: id, account, sid }: PortalLogout): Promise<void> {
  const client = await handle.current.Client.find(id);
  if (!(client as { backchannelLogoutUri?: string } | undefined)?.backchannelLogoutUri) return;
  await handle.tellPortal(client!, account, sid ?? '');
}

interface CredentialsChanged {
  readonly account: string;
  /** The session it was done in, which goes on. */
  readonly except: string | null;
  /** An instant: what was opened after it was opened with the new credential. */
  readonly before: string;
}

const TOKENS_OF_OTHERS = sql(
  'oidc-ending.tokens-of-others',
  `delete from oidc_record where account_id = $1 and model in ('AccessToken', 'RefreshToken', 'AuthorizationCode', 'DeviceCode')
     and session_uid is distinct from $2 and (payload ->> 'iat')::float8 <= extract(epoch from $3::timestamptz)`,
);

/** Someone replaced what they prove themselves with: every session and token made with the old one ends. */
async function credentialsChanged({ db, clock }: Options, { account, except, before }: CredentialsChanged): Promise<void> {
  const at = clock.now();
  const since = (payload: AdapterPayload & { since?: number }) => (payload.since ?? payload.iat ?? 0) * 1000;
  await db.transaction(async (tx) => {
    await tx.query(SERIALISE, [account]);
    const held = (await tx.query<HeldRow>(HELD, [account])).filter(({ model }) => model === 'Session');
    for (const { uid, payload } of held) {
      if (uid !== except && since(payload) <= Date.parse(before)) await endSession(tx, uid!, account, 'credentials-changed', at);
    }
    await tx.query(TOKENS_OF_OTHERS, [account, except, before]);
  });
}

interface WayClosed {
  readonly account: string;
  readonly upstream: string;
}

const TOKENS_OF_SESSIONS = sql(
  'oidc-ending.tokens-of-sessions',
  `delete from oidc_record where account_id = $1 and model <> 'Session' and session_uid = any ($2)`,
);

/** Someone removed a way in from their account: what came in by it goes, here and at the portals. */
async function wayClosed({ db, clock }: Options, { account, upstream }: WayClosed): Promise<void> {
  const at = clock.now();
  await db.transaction(async (tx) => {
    await tx.query(SERIALISE, [account]);
    const held = await tx.query<HeldRow>(HELD, [account]);
    const ended = held
      .filter(({ model, payload }) => model === 'Session' && (payload as SessionExtras).upstream === upstream)
      .map(({ uid }) => uid!);
    for (const uid of ended) await endSession(tx, uid, account, 'credentials-changed', at);
    await tx.query(TOKENS_OF_SESSIONS, [account, ended]);
  });
}

/** The upstream says the person signed out there: every session of theirs that came from it ends here. */
async function upstreamLoggedOut({ db, clock }: Options, account: string): Promise<void> {
  const at = clock.now();
  await db.transaction(async (tx) => {
    const held = await tx.query<HeldRow>(HELD, [account]);
    for (const { uid, model } of held) if (model === 'Session') await endSession(tx, uid!, account, 'upstream-signed-out', at);
  });
}
