import type { ClientRoles, Doors } from '@habilis/access';
import { prepareJournal } from '@habilis/audit/pg';
import { OutboxWorker } from '@habilis/database';
import { certificateAlerts, Upstreams } from '@habilis/federation';
import { PairwiseSubjects } from '@habilis/provider';
import { PgCallingClients, PortalSubjects } from '@habilis/provider/pg';
import { type Configuration } from './configuration.ts';
import { type Certificates } from './health.controller.ts';
import { wireAccess } from './parts/access.ts';
import { wireAccounts } from './parts/accounts.ts';
import { wireCharters } from './parts/charter.ts';
import { wireConsole } from './parts/console.ts';
import { wireCredentials } from './parts/credentials.ts';
import { wireFactors } from './parts/factors.ts';
import { wireIdentities } from './parts/identities.ts';
import { wireFederation } from './parts/federation.ts';
import { type Ground } from './parts/ground.ts';
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
import { seed } from './seed.ts';
import { Upkeep } from './upkeep.ts';

/** Every part, in the order in which they need one another. */
export async function buildParts(ground: Ground, files: Configuration) {
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

export type Parts = Awaited<ReturnType<typeof buildParts>>;
