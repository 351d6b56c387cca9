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
  LeftVacant,
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
import type { Request } from 'express';
import request from 'supertest';
import { Callers } from '../../decision/callers.ts';
import { PutOffRole } from '../../elevation/put-off-role.ts';
import { PutOnRole } from '../../elevation/put-on-role.ts';
import { ReadElevations } from '../../elevation/read-elevations.ts';
import { GrantToStructure, StructureGrants } from '../../grant/grant-to-structure.ts';
import { GrantRole } from '../../grant/grant-role.ts';
import { loadPolicy } from '../../policy/language/load-policy.ts';
import {
  PgDeliveries,
  PgGrants,
  PgDerogations,
  PgDesignations,
  PgHoldings,
  PgReviewActions,
  PgReviews,
  PgStructureGrants,
  PgVacancies,
} from '../../pg/index.ts';
import { Grants, Holdings } from '../../ports.ts';
import { DecideReview } from '../../review/decide-review.ts';
import { PlanAction } from '../../review/plan-action.ts';
import { ReadActions } from '../../review/read-actions.ts';
import { SettleAction } from '../../review/settle-action.ts';
import { ReadReviews } from '../../review/read-reviews.ts';
import { StartReview } from '../../review/start-review.ts';
import { RecordDesignation } from '../../register/designation.ts';
import { KeepDerogations } from '../../register/keep-derogations.ts';
import { Vacancies, WatchVacancies } from '../../grant/vacancy.ts';
import { RevokeRole } from '../../grant/revoke-role.ts';
import { NoMachines } from '../../testing/no-machines.ts';
import {
  ConsoleDerogationsController,
  ConsoleDesignationsController,
  ConsoleDoubtsController,
  ConsoleElevationsController,
  ConsoleGrantsController,
  ConsoleMeController,
  ConsoleReviewActionsController,
  ConsoleReviewsController,
  ConsoleSheetController,
  ConsoleStructureGrantsController,
  ActionWords,
  Deliveries,
  PolicyInForce,
  PortalWords,
  Proofs,
  RefusalWords,
  ServiceAlerts,
  StandingReaches,
} from '../console.ts';

/** Every controller of the console's API. */
export const CONTROLLERS = [
  ConsoleActsController,
  ConsoleChartersController,
  ConsoleDerogationsController,
  ConsoleDesignationsController,
  ConsoleDoubtsController,
  ConsoleElevationsController,
  ConsoleGrantsController,
  ConsoleMeController,
  ConsoleMembersController,
  ConsoleRequestsController,
  ConsoleReviewActionsController,
  ConsoleReviewsController,
  ConsoleSheetController,
  ConsoleStructureGrantsController,
];

const policy = loadPolicy(fileURLToPath(new URL('../../../../../config/policies', import.meta.url)));

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
    wired(RecordDesignation, new RecordDesignation(policy, new PgDesignations(db), clock)),
    wired(KeepDerogations, new KeepDerogations(new PgDerogations(db), holdings, clock)),
    wired(StructureGrants, new PgStructureGrants(db)),
    wired(GrantToStructure, new GrantToStructure(policy, callers, new PgStructureGrants(db), grants, clock)),
    wired(Vacancies, new PgVacancies(db)),
    wired(PutOnRole, new PutOnRole(policy, grants, clock)),
    wired(PutOffRole, new PutOffRole(grants, clock)),
    wired(ReadElevations, new ReadElevations(policy, grants, clock)),
    wired(Proofs, {
      of: ({ headers }: Request) => (headers['x-trial-proof'] ? { acr: 'eidas1', at: clock.now() } : { acr: 'eidas1', at: new Date(0) }),
    }),
    wired(StartReview, new StartReview(policy, new PgReviews(db), holdings, clock)),
    wired(DecideReview, new DecideReview(policy, callers, new PgReviews(db), clock)),
    wired(ReadReviews, new ReadReviews(new PgReviews(db), clock)),
    ActionWords,
    wired(ReadActions, new ReadActions(new PgReviewActions(db), clock)),
    wired(PlanAction, new PlanAction(new PgReviews(db), new PgReviewActions(db), holdings, clock)),
    wired(SettleAction, new SettleAction(new PgReviewActions(db), clock)),
    wired(RefusalWords, { of: (code: string) => code }),
    wired(Grants, grants),
    wired(Holdings, holdings),
    wired(Names, new PgNames(db)),
    wired(Reaches, new StandingReaches(holdings, clock)),
    wired(OpenDoors, new OneSession()),
    wired(LeftVacant, {
      by: async (account: string, organisation: string | null, at: Date) =>
        (await new WatchVacancies(policy, new PgVacancies(db), clock).leftBy(account, organisation, at)).map((each) => each.organisation),
    }),
    wired(Deliveries, new PgDeliveries(db)),
    wired(PortalWords, { of: (id: string) => ({ name: `Portail ${id}`, organisation: id === 'elsewhere' ? 'org-other' : 'org-cpts' }) }),
    wired(PolicyInForce, policy),
    wired(ServiceAlerts, { certificates: () => [{ upstream: 'psc', state: 'ends-soon', validUntil: new Date('2036-03-20T00:00:00Z') }] }),
    wired(RecordReading, new RecordReading(new PgJournal(db), clock)),
    wired(Clock, clock),
  ];
}
