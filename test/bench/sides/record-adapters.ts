import path from 'node:path';
import { Listener, openDatabase, Sealer } from '@habilis/database';
import { SystemClock } from '@habilis/kernel';
import { loadSentences } from '@habilis/pages';
import { Portals, portalSchema, UpstreamLogout } from '@habilis/provider';
import { openProvider, PgCallingClients } from '@habilis/provider/pg';
import { readFolder } from '@habilis/settings';
import type { Adapter } from 'oidc-provider';
import { PEPPER, SEAL_KEY } from './keys.ts';
import type { Adapters } from './signed-in.ts';

class NoUpstreamLogout extends UpstreamLogout {
  override async address(): Promise<undefined> {
    return undefined;
  }
}

/** The service's own adapters, opened here on its database: what they write, it reads. */
export async function recordAdaptersOf(
  databaseUrl: string,
  issuer: string,
  config: string,
): Promise<{ adapters: Adapters; close(): Promise<void> }> {
  const db = await openDatabase(databaseUrl);
  const listener = new Listener(databaseUrl);
  const portals = new Portals(readFolder(path.join(config, 'portals'), portalSchema));
  const { handle } = await openProvider({
    ...{ db, listener, issuer, portals },
    callingClients: new PgCallingClients(db, portals),
    sealer: new Sealer([SEAL_KEY]),
    clock: new SystemClock(),
    sentences: loadSentences(config),
    upstreamLogout: new NoUpstreamLogout(),
    cookieKeys: ['bench'],
    subjectSecret: PEPPER,
    networks: [],
    env: {},
    report: (error) => console.error(error),
  });
  const provider = handle.current as unknown as Record<string, { adapter: Adapter }>;
  return {
    adapters: (model) => provider[model]!.adapter,
    async close() {
      await listener.close();
      await db.close();
    },
  };
}
