import type { Requirements } from '@habilis/credentials';
import { enqueue, appendFact, type Database, type Listener, type OutboxHandler, type Sealer } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import type { Sentences } from '@habilis/pages';
import { ProviderHandle } from '../create-provider.ts';
import { outgoing } from '../outgoing.ts';
import { PairwiseSubjects } from '../pairwise.ts';
import { screens } from '../pages/screens.tsx';
import type { Portals } from '../portals.ts';
import type { UpstreamLogout } from '../ports.ts';
import { recordAdapters } from './adapter.ts';
import { type PgCallingClients, PortalSubjects } from './calling-clients.ts';
import { endingHandlers } from './ending-handlers.ts';
import { Exchanges } from './exchanges.ts';
import { PgPeople } from './people.ts';
import { refusal } from './record-facts.ts';
import { PgSessions } from './sessions.ts';
import { PgSigningKeys } from './signing-keys.ts';
import { PgStandings } from './standings.ts';
import { SWEEP } from './statements.ts';

export interface OpenProviderOptions {
  readonly db: Database;
  readonly listener: Listener;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly issuer: string;
  readonly portals: Portals;
  /** Told of tokens taken back. */
  readonly callingClients: PgCallingClients;
  readonly sentences: Sentences;
  readonly upstreamLogout: UpstreamLogout;
  /** Levels asked of people because of their roles; none when absent. */
  readonly requirements?: Pick<Requirements, 'of'>;
  /** Secrets that sign cookies, newest first. */
  readonly cookieKeys: readonly string[];
  /** Secret behind pairwise numbers, at least 32 characters. It must never change. */
  readonly subjectSecret: string;
  /** Private networks where portals may be told of sign-outs, `10.0.0.0/8`. */
  readonly networks: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Told of defects, and of pages that say something went wrong, with the reference they show. */
  readonly report: (error: unknown, reference?: string) => void;
}

/** The provider on PostgreSQL, with all that others need of it. */
export interface OpenedProvider {
  readonly handle: ProviderHandle;
  readonly sessions: PgSessions;
  readonly people: PgPeople;
  readonly standings: PgStandings;
  /** Who asks for decisions, and whom they ask about. */
  readonly callingClients: PgCallingClients;
  readonly subjects: PortalSubjects;
  readonly handlers: Readonly<Record<string, OutboxHandler>>;
  /** Begins to sign with the keys published last. @param by who orders it */
  rotateKeys(by: string): Promise<void>;
  /** Deletes some expired records and reads the keys again; to be called every minute or so. @returns how many went */
  sweep(limit?: number): Promise<number>;
}

/** Opens the provider: keys, adapters, policy, pages, and the handlers of what it owes to the world. */
export async function openProvider(options: OpenProviderOptions): Promise<OpenedProvider> {
  const { db, listener, sealer, clock, portals, callingClients, report } = options;
  const keys = await PgSigningKeys.open(db, sealer, clock);
  const people = new PgPeople(db, clock);
  const standings = new PgStandings(db);
  const exchanges = new Exchanges(db, clock);
  const pairwise = new PairwiseSubjects(options.subjectSecret);
  const handle = await ProviderHandle.open({
    ...{
      issuer: options.issuer,
      cookieKeys: options.cookieKeys,
      env: options.env,
      sentences: options.sentences,
      upstreamLogout: options.upstreamLogout,
      requirements: options.requirements,
    },
    ...{ portals, keys, subjects: pairwise, people, standings, clock, report },
    adapter: recordAdapters({ db, sealer, clock, portals, callingClients, exchanges }),
    settle: (ctx) => exchanges.settle(ctx),
    screens: screens({ sentences: options.sentences, upstreamLogout: options.upstreamLogout, report }),
    fetch: outgoing(options.networks),
    refused: (accountId, portalId, why) => appendFact(db, refusal({ accountId, portal: portals.get(portalId), why, at: clock.now() })),
    owe: async (client, account, sid) => {
      const payload = { client: client.clientId, account, sid: sid ?? null };
      await enqueue(db, { topic: 'portal.logout', about: account, payload, dueAt: clock.now() });
    },
  });
  const refresh = async () => {
    if (await keys.reload()) await handle.renew();
  };
  await listener.on('oidc_calling', (key) => callingClients.forget(key));
  await listener.on('oidc_key', () => void refresh().catch(report));
  const rotateKeys = async (by: string) => {
    await keys.rotate(by);
    await refresh();
  };
  const sweep = async (limit = 1_000) => {
    await refresh();
    const expired = new Date(clock.now().getTime() - 60_000);
    return (await db.query(SWEEP, [expired, limit])).length;
  };
  const handlers = endingHandlers({ db, clock, portals, handle, standings });
  return {
    ...{ handle, people, standings, handlers, rotateKeys, sweep },
    sessions: new PgSessions(db, clock),
    callingClients,
    subjects: new PortalSubjects(portals, pairwise),
  };
}
