import 'reflect-metadata';
import type { ClientRoles, Doors } from '@habilis/access';
import { AuthzenController, decisionsFirst } from '@habilis/access/web';
import { syncOrganisations } from '@habilis/accounts/pg';
import { prepareJournal } from '@habilis/audit/pg';
import { Database, migrate, OutboxWorker } from '@habilis/database';
import { Answers, bodies, ForgeryGuard, plainAddress, RefusalFilter, requestLog, securityHeaders } from '@habilis/http';
import { Clock } from '@habilis/kernel';
import { certificateAlerts, Upstreams } from '@habilis/federation';
import { admitLogoutTokens, exceptCallbacks } from '@habilis/federation/web';
import { answerMachinesFirst, mountProvider, PairwiseSubjects } from '@habilis/provider';
import { PgCallingClients, PortalSubjects } from '@habilis/provider/pg';
import { refuseUnsafeStart, type Environment } from '@habilis/settings';
import { Module, type Provider, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Express } from 'express';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { readConfiguration, type Configuration } from './configuration.ts';
import { addressReader, doorkeeper } from './doorkeeper.ts';
import { Certificates, HealthController } from './health.controller.ts';
import { countByAddress, countByCaller } from './limits.ts';
import { longBodies } from './long-bodies.ts';
import { migrations } from './migrations.ts';
import { wireAccess } from './parts/access.ts';
import { wireAccounts } from './parts/accounts.ts';
import { wireCharters } from './parts/charter.ts';
import { wireConsole } from './parts/console.ts';
import { wireCredentials } from './parts/credentials.ts';
import { wireFactors } from './parts/factors.ts';
import { wireIdentities } from './parts/identities.ts';
import { wireFederation } from './parts/federation.ts';
import { layGround, type Ground } from './parts/ground.ts';
import { inTurn, MeansOfAll } from './parts/arriving.ts';
import { InteractionsAtProvider } from './parts/interactions.ts';
import { JoiningAtSignIn } from './parts/joining.ts';
import { wireLife } from './parts/life.ts';
import { wireNotices } from './parts/notices.ts';
import { wirePolicies } from './parts/policies.ts';
import { wireOwnPages } from './parts/own-pages.ts';
import { wireProvider } from './parts/provider.ts';
import { wireRegisters } from './parts/registers.ts';
import { wireReviews } from './parts/reviews.ts';
import { wireSession } from './parts/session.ts';
import { wired } from './parts/wired.ts';
import { seed } from './seed.ts';
import { freshForOpening } from './session/fresh-proof.ts';
import { recogniseMachine } from './session/machine.ts';
import { recogniseSession, signInFirst } from './session/session.middleware.ts';
import { rememberWorn } from './session/worn-roles.ts';
import { settleMemory } from './settled-memory.ts';
import { serveFiles } from './static-files.ts';
import { Upkeep } from './upkeep.ts';

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
  const built = await build(ground, files);
  const app = await open(ground, built);
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

/** Every part, in the order in which they need one another. */
async function build(ground: Ground, files: Configuration) {
  const { env, db, listener, clock, logger, issuer } = ground;
  const { portals, organisations } = files;
  const policies = await wirePolicies(ground, files);
  const policy = policies.live;
  const upstreams = new Upstreams(files.upstreams, { clock, origin: issuer.origin });
  const accounts = wireAccounts(ground);
  const charter = await wireCharters(ground, files.charters);
  const roles: ClientRoles = { of: async (clientId) => portals.get(clientId)?.roles ?? [] };
  const subjects = new PortalSubjects(portals, new PairwiseSubjects(env.HABILIS_PEPPER));
  const doors: Doors = { organisationOf: (id) => portals.get(id)?.organisation ?? null };
  const callingClients = new PgCallingClients(db, portals);
  const access = wireAccess(ground, policy, { calling: callingClients, subjects, roles, doors });
  const joining = new JoiningAtSignIn(access.callers, accounts.askToJoin);
  const interactions = new InteractionsAtProvider(() => provider.handle, portals);
  const factors = wireFactors(ground, files.factors);
  const federation = wireFederation(ground, upstreams, accounts.arrive, interactions);
  const credentials = wireCredentials(ground, {
    provider: () => provider.handle,
    portals,
    organisations,
    passwords: files.passwords,
    factors: factors.factors,
    requirements: factors.requirements,
  });
  const means = new MeansOfAll(upstreams, credentials.desk, credentials.label, factors.factors);
  const arrivals = inTurn(credentials.arrivals, federation.arrivals);
  const { upstreamLogout } = federation;
  const { requirements } = factors;
  const provider = await wireProvider(ground, {
    ...{ portals, callingClients, means, arrivals, joining, upstreamLogout, requirements },
    charters: charter.charters,
  });
  const session = wireSession(ground, portals);
  const identities = wireIdentities(ground, { ...accounts, ...credentials, upstreams, factors: factors.factors });
  const ownPages = wireOwnPages(ground, { policy, organisations, portals, means, sessions: provider.sessions });
  const { holdings } = access;
  const registers = wireRegisters(ground, { policy, holdings });
  const { vacancies } = registers;
  const screens = wireConsole(ground, {
    ...accounts,
    policy,
    holdings,
    vacancies,
    portals,
    sessions: provider.sessions,
    upstreams: files.upstreams,
  });
  const reviews = wireReviews(ground, { policy, ...access });
  const life = wireLife(ground, { ...credentials, ...accounts, sessions: provider.sessions });
  const notices = wireNotices(ground, credentials.letters, portals);
  const own = session.handlers(provider.handlers['portal.logout']!);
  const handlers = { ...provider.handlers, ...own, ...notices.handlers, ...life.handlers, ...federation.handlers, ...credentials.handlers };
  const worker = new OutboxWorker(db, listener, clock, handlers, (error, item) =>
    logger.warn({ err: error, item: item.id, topic: item.topic }, 'a delivery failed and will be tried again'),
  );
  const certificates: Certificates = { alerts: () => certificateAlerts(files.upstreams, clock.now()) };
  for (const alert of certificates.alerts()) logger.warn(alert, 'a client certificate has to be renewed');
  const upkeep = new Upkeep(logger, [
    () => provider.sweep(),
    () => session.sessions.sweep(),
    () => prepareJournal(db),
    ...access.chores,
    ...federation.chores,
    ...factors.chores,
    ...credentials.chores,
    ...reviews.chores,
    ...registers.chores,
  ]);
  if (env.HABILIS_SEED)
    await seed(env.HABILIS_CONFIG, { enrol: accounts.enrol, grants: access.grants, invitations: credentials.invitations, clock });
  return {
    portals,
    policies,
    accounts,
    charter,
    access,
    factors,
    federation,
    credentials,
    provider,
    session,
    identities,
    ownPages,
    life,
    reviews,
    registers,
    screens,
    notices,
    worker,
    upkeep,
    certificates,
  };
}

type Built = Awaited<ReturnType<typeof build>>;

async function open(ground: Ground, built: Built): Promise<NestExpressApplication> {
  const { env, issuer, logger, answers, forgery } = ground;
  const parts = [
    built.accounts,
    built.policies,
    built.charter,
    built.access,
    built.factors,
    built.federation,
    built.credentials,
    built.provider,
    built.session,
    built.identities,
    built.ownPages,
    built.life,
    built.reviews,
    built.registers,
    built.screens,
  ];
  const controllers: Type[] = [HealthController, ...parts.flatMap((part) => ('controllers' in part ? (part.controllers as Type[]) : []))];
  const providers: Provider[] = [
    wired(Database, ground.db),
    wired(Clock, ground.clock),
    wired(Answers, answers),
    wired(ForgeryGuard, forgery),
    wired(OutboxWorker, built.worker),
    wired(Certificates, built.certificates),
    ...parts.flatMap((part) => part.providers),
  ];

  class IamModule {}
  Module({ controllers, providers })(IamModule);
  const app = await NestFactory.create<NestExpressApplication>(IamModule, { bodyParser: false, logger: ['error', 'warn'] });
  app.set('trust proxy', env.HABILIS_TRUST_PROXY);
  app.set('query parser', 'simple');
  app.use(requestLog(logger), securityHeaders({ https: issuer.protocol === 'https:' }));
  if (env.HABILIS_RATE_LIMITS) app.use(countByAddress(ground.limits));
  (app.getHttpAdapter().getInstance() as Express).post(
    '/access/v1/evaluation',
    ...decisionsFirst(built.access.calling, () => app.get(AuthzenController)),
  );
  serveFiles(app);
  app.use(built.federation.browsers.remember);
  mountProvider(app, built.provider.handle);
  const { callers, calling } = built.access;
  for (const [address, ...handlers] of longBodies(calling)) app.use(address, ...handlers);
  app.use('/api/console/v1/invitations/import', ...bodies({ limit: '1mb' }));
  app.use(exceptCallbacks(plainAddress), ...bodies(), admitLogoutTokens);
  app.use(recogniseSession(built.session.sessions, callers, built.session.cookie), recogniseMachine(calling, callers));
  if (env.HABILIS_RATE_LIMITS) app.use(countByCaller(ground.limits));
  app.use(freshForOpening(ground.clock));
  app.use('/moi', signInFirst, rememberWorn(built.access.elevations));
  app.useGlobalGuards(forgery);
  app.useGlobalFilters(new RefusalFilter(answers));
  await app.init();
  app.use(answers.handler);
  const keeper = { logger, limits: env.HABILIS_RATE_LIMITS ? ground.limits : undefined, https: issuer.protocol === 'https:' };
  answerMachinesFirst(app.getHttpServer(), built.provider.handle, doorkeeper({ ...keeper, ip: addressReader(app) }));
  return app;
}
