import {
  AskForRole,
  Callers,
  CallingClients,
  DecideRoleRequest,
  Denials,
  type Doors,
  Emergencies,
  Evaluate,
  ExplainAccess,
  GrantRole,
  GrantToStructure,
  KeepEngagements,
  ListCapabilities,
  OpenBreakGlass,
  PastPolicies,
  ReviewBreakGlass,
  Grants,
  Pseudonyms,
  PutOffAllRoles,
  PutOffRole,
  PutOnRole,
  ReadCatalogue,
  ReadElevations,
  RevokeRole,
  RoleRequests,
  SearchAccess,
  StructureGrants,
  WithdrawRoleRequest,
  type ClientRoles,
  type Policy,
  type Subjects,
} from '@habilis/access';
import {
  PgCandidates,
  PgDenials,
  PgEmergencies,
  PgEngagements,
  PgGrants,
  PgEvidence,
  PgHoldings,
  PgPastHoldings,
  PgPolicies,
  PgRoleRequests,
  PgStructureGrants,
  PgTies,
  sealedAt,
} from '@habilis/access/pg';
import {
  AuthzenController,
  AuthzenSettings,
  BreakGlassController,
  CallingClientGuard,
  CapabilitiesController,
  EngagementsController,
  EngagingClientGuard,
  SearchController,
} from '@habilis/access/web';
import type { Ground } from './ground.ts';
import { wired } from './wired.ts';

interface Portals {
  readonly calling: CallingClients;
  readonly subjects: Subjects;
  readonly roles: ClientRoles;
  readonly doors: Doors;
}

/** Policy, grants, and decisions for the console and for portals. */
export function wireAccess({ db, clock, env, logger, issuer, sentences, sealer }: Ground, policy: Policy, portals: Portals) {
  const holdings = new PgHoldings(db);
  const grants = new PgGrants(db);
  const callers = new Callers(policy, holdings, portals.roles, clock);
  const denials = new Denials(new PgDenials(db), {
    report: (error, waiting) => logger.error({ err: error, waiting }, 'refused decisions could not be written'),
  });
  const ties = new PgTies(db);
  const requests = new PgRoleRequests(db);
  const emergencies = new PgEmergencies(db);
  const structureGrants = new PgStructureGrants(db);
  const reviewing = new ReviewBreakGlass(emergencies, clock);
  const engagements = new PgEngagements(db);
  const elevations = new ReadElevations(policy, grants, clock);
  const pseudonyms = new Pseudonyms(env.HABILIS_PEPPER);
  const seal = (id: string, thing: string) => sealer.seal(id, sealedAt(thing));
  const settings: AuthzenSettings = { issuer: issuer.origin, speech: sentences };
  return {
    holdings,
    chores: [() => requests.remind(clock.now()), () => requests.tellEndings(clock.now()), () => reviewing.tellLate()],
    callers,
    elevations,
    calling: portals.calling,
    grants,
    denials,
    controllers: [AuthzenController, EngagementsController, BreakGlassController, CapabilitiesController, SearchController],
    providers: [
      CallingClientGuard,
      EngagingClientGuard,
      wired(Callers, callers),
      wired(Grants, grants),
      wired(GrantRole, new GrantRole(policy, callers, grants, clock)),
      wired(RevokeRole, new RevokeRole(policy, callers, grants, clock)),
      wired(PutOnRole, new PutOnRole(policy, grants, clock)),
      wired(PutOffAllRoles, new PutOffAllRoles(grants, clock)),
      wired(PutOffRole, new PutOffRole(grants, clock)),
      wired(ReadElevations, elevations),
      wired(StructureGrants, structureGrants),
      wired(GrantToStructure, new GrantToStructure(policy, callers, structureGrants, grants, clock)),
      wired(Evaluate, new Evaluate(policy, new PgEvidence(db), portals.subjects, denials, pseudonyms, clock)),
      wired(RoleRequests, requests),
      wired(AskForRole, new AskForRole(policy, callers, grants, clock)),
      wired(DecideRoleRequest, new DecideRoleRequest(policy, callers, grants, clock)),
      wired(ReadCatalogue, new ReadCatalogue(policy, grants, clock)),
      wired(WithdrawRoleRequest, new WithdrawRoleRequest(grants, clock)),
      wired(Emergencies, emergencies),
      wired(
        ExplainAccess,
        new ExplainAccess(
          new PastPolicies(policy, new PgPolicies(db)),
          new PgPastHoldings(db),
          ties,
          portals.subjects,
          portals.doors,
          pseudonyms,
          clock,
        ),
      ),
      wired(ListCapabilities, new ListCapabilities(policy, holdings, portals.subjects, pseudonyms, clock)),
      wired(SearchAccess, new SearchAccess(policy, holdings, ties, new PgCandidates(db, sealer), portals.subjects, pseudonyms, clock)),
      wired(OpenBreakGlass, new OpenBreakGlass(policy, holdings, emergencies, portals.subjects, pseudonyms, clock)),
      wired(ReviewBreakGlass, reviewing),
      wired(KeepEngagements, new KeepEngagements(policy, engagements, portals.subjects, pseudonyms, clock, seal)),
      wired(CallingClients, portals.calling),
      wired(AuthzenSettings, settings),
    ],
  };
}
