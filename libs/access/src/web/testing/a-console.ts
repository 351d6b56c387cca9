import { fileURLToPath } from 'node:url';
import { Module } from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import {
  AccountStore,
  ApproveRequest,
  CancelDeparture,
  LiftHold,
  ListPeople,
  ReadDoubt,
  ReadSheet,
  RecordDeparture,
  RefuseRequest,
  SettleDoubt,
  SuspendAccess,
  SuspendForAbsence,
} from '@habilis/accounts';
import { PgAccounts, PgIdentities, PgNames, PgPeople } from '@habilis/accounts/pg';
import {
  ConsoleActsController,
  ConsoleMembersController,
  ConsoleRequestsController,
  Names,
  OpenDoors,
  Reaches,
} from '@habilis/accounts/web';
import { RecordReading } from '@habilis/audit';
import { PgJournal } from '@habilis/audit/pg';
import { PublishCharter, ReadCharters } from '@habilis/charter';
import { PgCharters } from '@habilis/charter/pg';
import { ConsoleChartersController } from '@habilis/charter/web';
import type { Database } from '@habilis/database';
import { Answers, bodies, createLogger, RefusalFilter } from '@habilis/http';
import { Clock, type Caller } from '@habilis/kernel';
import request from 'supertest';
import { Callers } from '../../decision/callers.ts';
import { GrantRole } from '../../grant/grant-role.ts';
import { loadPolicy } from '../../policy/language/load-policy.ts';
import { PgDeliveries, PgGrants, PgHoldings, PgReviews } from '../../pg/index.ts';
import { ClientRoles, Grants, Holdings } from '../../ports.ts';
import { DecideReview } from '../../review/decide-review.ts';
import { ReadReviews } from '../../review/read-reviews.ts';
import { StartReview } from '../../review/start-review.ts';
import { RevokeRole } from '../../grant/revoke-role.ts';
import {
  ConsoleDoubtsController,
  ConsoleGrantsController,
  ConsoleMeController,
  ConsoleReviewsController,
  ConsoleSheetController,
  Deliveries,
  PolicyInForce,
  PortalWords,
  RefusalWords,
  ServiceAlerts,
  StandingReaches,
} from '../console.ts';

/** Every controller of the console's API. */
export const CONTROLLERS = [
  ConsoleActsController,
  ConsoleChartersController,
  ConsoleDoubtsController,
  ConsoleGrantsController,
  ConsoleMeController,
  ConsoleMembersController,
  ConsoleRequestsController,
  ConsoleReviewsController,
  ConsoleSheetController,
];

const policy = loadPolicy(fileURLToPath(new URL('../../../../../config/policies', import.meta.url)));

class NoMachines extends ClientRoles {
  override of = async () => [];
}
class OneSession extends OpenDoors {
  override of = async () => ({ sessions: 1, portals: ['Dossiers de coordination'] });
}

/** The console's API over a real database, for whoever the trial says is asking. */
export async function aConsole(db: Database, clock: Clock): Promise<NestExpressApplication> {
  const callers = new Callers(policy, new PgHoldings(db), new NoMachines(), clock);
  const answers = new Answers({
    speech: { for: () => (key) => key, refusal: () => undefined },
    language: () => 'fr',
    logger: createLogger('silent'),
  });

  @Module({ controllers: CONTROLLERS, providers: [...providers(db, clock), { provide: APP_FILTER, useValue: new RefusalFilter(answers) }] })
  class TrialModule {}
  const app = await NestFactory.create<NestExpressApplication>(TrialModule, { logger: false, bodyParser: false });
  app.use(...bodies({ limit: '256kb' }));
  app.use(async (req: { headers: Record<string, string>; me?: Caller }, _res: unknown, next: () => void) => {
    if (req.headers['x-trial-me']) req.me = await callers.forAccount(req.headers['x-trial-me']);
    next();
  });
  await app.init();
  return app;
}

/** Someone who calls the console's API. */
export const asking = (app: () => NestExpressApplication, me: string) => ({
  get: (path: string) => request(app().getHttpServer()).get(`/api/console/v1/${path}`).set('x-trial-me', me),
  post: (path: string, form: object) => request(app().getHttpServer()).post(`/api/console/v1/${path}`).set('x-trial-me', me).send(form),
});

function providers(db: Database, clock: Clock) {
  const accounts = new PgAccounts(db);
  const identities = new PgIdentities(db);
  const holdings = new PgHoldings(db);
  const grants = new PgGrants(db);
  const callers = new Callers(policy, holdings, new NoMachines(), clock);
  const people = new PgPeople(db, clock);
  const wired = (provide: unknown, useValue: unknown) => ({ provide: provide as string, useValue });
  return [
    wired(AccountStore, accounts),
    wired(ApproveRequest, new ApproveRequest(accounts, clock)),
    wired(RefuseRequest, new RefuseRequest(accounts, clock)),
    wired(SuspendAccess, new SuspendAccess(accounts, clock)),
    wired(SuspendForAbsence, new SuspendForAbsence(accounts, clock)),
    wired(LiftHold, new LiftHold(accounts, clock)),
    wired(RecordDeparture, new RecordDeparture(accounts, clock)),
    wired(CancelDeparture, new CancelDeparture(accounts, clock)),
    wired(SettleDoubt, new SettleDoubt(accounts, identities, clock)),
    wired(ReadDoubt, new ReadDoubt(accounts, identities, people)),
    wired(ReadCharters, new ReadCharters(new PgCharters(db), clock)),
    wired(PublishCharter, new PublishCharter(new PgCharters(db), clock)),
    wired(ListPeople, new ListPeople(people)),
    wired(ReadSheet, new ReadSheet(people)),
    wired(GrantRole, new GrantRole(policy, callers, grants, clock)),
    wired(RevokeRole, new RevokeRole(policy, callers, grants, clock)),
    wired(StartReview, new StartReview(policy, new PgReviews(db), holdings, clock)),
    wired(DecideReview, new DecideReview(policy, callers, new PgReviews(db), clock)),
    wired(ReadReviews, new ReadReviews(new PgReviews(db), clock)),
    wired(RefusalWords, { of: (code: string) => code }),
    wired(Grants, grants),
    wired(Holdings, holdings),
    wired(Names, new PgNames(db)),
    wired(Reaches, new StandingReaches(holdings, clock)),
    wired(OpenDoors, new OneSession()),
    wired(Deliveries, new PgDeliveries(db)),
    wired(PortalWords, { of: (id: string) => ({ name: `Portail ${id}`, organisation: id === 'elsewhere' ? 'org-other' : 'org-cpts' }) }),
    wired(PolicyInForce, policy),
    wired(ServiceAlerts, { certificates: () => [{ upstream: 'psc', state: 'ends-soon', validUntil: new Date('2036-03-20T00:00:00Z') }] }),
    wired(RecordReading, new RecordReading(new PgJournal(db), clock)),
    wired(Clock, clock),
  ];
}
