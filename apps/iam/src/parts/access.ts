import {
  Callers,
  CallingClients,
  Denials,
  Evaluate,
  GrantRole,
  KeepEngagements,
  OpenBreakGlass,
  ReviewBreakGlass,
  Grants,
  Pseudonyms,
  RevokeRole,
  type ClientRoles,
  type Policy,
  type Subjects,
} from '@habilis/access';
import { PgDenials, PgEmergencies, PgEngagements, PgGrants, PgHoldings, PgTies } from '@habilis/access/pg';
import {
  AuthzenController,
  AuthzenSettings,
  BreakGlassController,
  CallingClientGuard,
  EngagementsController,
  EngagingClientGuard,
} from '@habilis/access/web';
import type { Ground } from './ground.ts';
import { wired } from './wired.ts';

interface Portals {
  readonly calling: CallingClients;
  readonly subjects: Subjects;
  readonly roles: ClientRoles;
}

/** Policy, grants, and decisions for the console and for portals. */
export function wireAccess({ db, clock, env, logger, issuer, sentences }: Ground, policy: Policy, portals: Portals) {
  const holdings = new PgHoldings(db);
  const grants = new PgGrants(db);
  const callers = new Callers(policy, holdings, portals.roles, clock);
  const denials = new Denials(new PgDenials(db), {
    report: (error, waiting) => logger.error({ err: error, waiting }, 'refused decisions could not be written'),
  });
  const emergencies = new PgEmergencies(db);
  const engagements = new PgEngagements(db);
  const pseudonyms = new Pseudonyms(env.HABILIS_PEPPER);
  const settings: AuthzenSettings = { issuer: issuer.origin, speech: sentences };
  return {
    holdings,
    emergencies,
    callers,
    calling: portals.calling,
    grants,
    denials,
    controllers: [AuthzenController, EngagementsController, BreakGlassController],
    providers: [
      CallingClientGuard,
      EngagingClientGuard,
      wired(Callers, callers),
      wired(Grants, grants),
      wired(GrantRole, new GrantRole(policy, callers, grants, clock)),
      wired(RevokeRole, new RevokeRole(policy, callers, grants, clock)),
      wired(Evaluate, new Evaluate(policy, holdings, new PgTies(db), portals.subjects, denials, pseudonyms, clock)),
      wired(OpenBreakGlass, new OpenBreakGlass(policy, holdings, emergencies, portals.subjects, pseudonyms, clock)),
      wired(ReviewBreakGlass, new ReviewBreakGlass(emergencies, clock)),
      wired(KeepEngagements, new KeepEngagements(policy, engagements, portals.subjects, pseudonyms, clock)),
      wired(CallingClients, portals.calling),
      wired(AuthzenSettings, settings),
    ],
  };
}
