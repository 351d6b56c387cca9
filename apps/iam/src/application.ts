import 'reflect-metadata';
import { syncOrganisations } from '@habilis/accounts/pg';
import { prepareJournal } from '@habilis/audit/pg';
import { migrate } from '@habilis/database';
import { refuseUnsafeStart, type Environment } from '@habilis/settings';
import { readConfiguration } from './configuration.ts';
import { migrations } from './migrations.ts';
import { layGround } from './parts/ground.ts';
import { settleMemory } from './settled-memory.ts';
import { buildParts } from './build-parts.ts';
import { openWeb } from './open-web.ts';

/** The service, running. */
export interface Application {
  stop(): Promise<void>;
}

/**
 * Starts the service: schema, configuration, parts, web.
 *
 * Nothing listens before all of it is right, and stopping lets what is under way end.
 *
 * @throws SettingsError when a file or a variable is wrong, or production would start unsafe
 */
export async function startIam(env: Environment): Promise<Application> {
  const files = readConfiguration(env.HABILIS_CONFIG);
  refuseUnsafeStart({ environment: env, upstreams: [...files.upstreams].map(([id, { issuer }]) => ({ id, issuer })) });
  await migrate(env.DATABASE_MIGRATION_URL ?? env.DATABASE_URL, migrations);
  const ground = await layGround(env);
  await prepareJournal(ground.db);
  await syncOrganisations(ground.db, files.organisations);
  const built = await buildParts(ground, files);
  const app = await openWeb(ground, built);
  await built.worker.start();
  built.upkeep.start();
  settleMemory();
  await app.listen(env.PORT, env.HOST);
  ground.logger.info({ port: env.PORT }, 'listening');
  return {
    async stop() {
      built.upkeep.stop();
      built.policies.follow.stop();
      await app.close();
      await built.worker.stop();
      await built.access.denials.stop();
      built.notices.close();
      await built.federation.upstreams.close();
      await built.credentials.close();
      await ground.listener.close();
      await ground.db.close();
    },
  };
}
