import { AuthzenController, decisionsFirst } from '@habilis/access/web';
import { Database, OutboxWorker } from '@habilis/database';
import { Answers, bodies, ForgeryGuard, plainAddress, RefusalFilter, requestLog, securityHeaders } from '@habilis/http';
import { Clock } from '@habilis/kernel';
import { admitLogoutTokens, exceptCallbacks } from '@habilis/federation/web';
import { answerMachinesFirst, mountProvider } from '@habilis/provider';
import { Module, type Provider, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Express } from 'express';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { addressReader, doorkeeper } from './doorkeeper.ts';
import { Certificates, HealthController } from './health.controller.ts';
import { countByAddress, countByCaller } from './limits.ts';
import { longBodies } from './long-bodies.ts';
import { type Ground } from './parts/ground.ts';
import { wired } from './parts/wired.ts';
import { freshForOpening } from './session/fresh-proof.ts';
import { recogniseMachine } from './session/machine.ts';
import { recogniseSession, signInFirst } from './session/session.middleware.ts';
import { rememberWorn } from './session/worn-roles.ts';
import { serveFiles } from './static-files.ts';
import type { Parts } from './build-parts.ts';

/** A part that answers requests. */
interface Served {
  readonly providers: readonly Provider[];
  readonly controllers?: readonly Type[];
}

/** The web of the service: what each request passes through, in order, and the controllers of every part. */
export async function openWeb(ground: Ground, built: Parts): Promise<NestExpressApplication> {
  const { env, issuer, logger, answers, forgery } = ground;
  const parts = Object.values(built).filter((part): part is typeof part & Served => 'providers' in part);
  const controllers = [HealthController, ...parts.flatMap((part) => part.controllers ?? [])];
  const providers = [
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
