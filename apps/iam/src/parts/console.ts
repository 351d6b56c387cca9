import { Holdings, type Policy, type WatchVacancies } from '@habilis/access';
import { PgDeliveries as PgPortalDeliveries } from '@habilis/access/pg';
import {
  ConsoleDoubtsController,
  ConsoleElevationsController,
  ConsoleEmergenciesController,
  ConsoleGrantsController,
  ConsoleMeController,
  ConsoleRoleRequestsController,
  ConsoleSheetController,
  ConsoleStructureGrantsController,
  ConsoleWhyController,
  Deliveries,
  PolicyInForce,
  PortalWords,
  Proofs,
  ServiceAlerts,
  StandingReaches,
} from '@habilis/access/web';
import { type AccountStore, type IdentityStore, ListPeople, ReadDoubt, ReadSheet } from '@habilis/accounts';
import { PgNames, PgPeople } from '@habilis/accounts/pg';
import {
  ConsoleActsController,
  ConsoleMembersController,
  ConsoleRequestsController,
  LeftVacant,
  Names,
  OpenDoors,
  Reaches,
  type Doors,
} from '@habilis/accounts/web';
import { ReadTimeline, RecordReading } from '@habilis/audit';
import { PgJournal } from '@habilis/audit/pg';
import { ConsoleTimelineController, TimelineNames } from '@habilis/audit/web';
import { certificateAlerts } from '@habilis/federation';
import { ApiDescription, OpenApiController } from '@habilis/http';
import type { Portals, SessionEnding } from '@habilis/provider';
import type { Ground } from './ground.ts';
import { wired } from './wired.ts';

interface Around {
  readonly accounts: AccountStore;
  readonly identities: IdentityStore;
  readonly policy: Policy;
  readonly holdings: Holdings;
  readonly portals: Portals;
  readonly sessions: SessionEnding;
  readonly upstreams: Parameters<typeof certificateAlerts>[0];
  readonly vacancies: WatchVacancies;
}

/** The API of the console, and its description. */
export function wireConsole(
  { db, clock, issuer }: Ground,
  { accounts, identities, policy, holdings, portals, sessions, upstreams, vacancies }: Around,
) {
  const people = new PgPeople(db, clock);
  const journal = new PgJournal(db);
  const names = new PgNames(db);
  const portalWords: PortalWords = {
    of: (id) => ({ name: portals.get(id)?.name ?? id, organisation: portals.get(id)?.organisation ?? null }),
  };
  return {
    journal,
    controllers: [
      ConsoleMeController,
      ConsoleRequestsController,
      ConsoleMembersController,
      ConsoleSheetController,
      ConsoleStructureGrantsController,
      ConsoleDoubtsController,
      ConsoleActsController,
      ConsoleElevationsController,
      ConsoleGrantsController,
      ConsoleEmergenciesController,
      ConsoleRoleRequestsController,
      ConsoleWhyController,
      ConsoleTimelineController,
      OpenApiController,
    ],
    providers: [
      wired(PolicyInForce, policy),
      wired(Holdings, holdings),
      wired(ListPeople, new ListPeople(people)),
      wired(ReadSheet, new ReadSheet(people)),
      wired(ReadDoubt, new ReadDoubt(accounts, identities, people)),
      wired(ReadTimeline, new ReadTimeline(journal)),
      wired(Names, names),
      wired(Reaches, new StandingReaches(holdings, clock)),
      wired(Deliveries, new PgPortalDeliveries(db)),
      wired(PortalWords, portalWords),
      wired(Proofs, { of: ({ webSession, bearer }) => (webSession && !bearer ? { acr: webSession.acr, at: webSession.authTime } : null) }),
      wired(LeftVacant, { by: async (...who) => (await vacancies.leftBy(...who)).map(({ organisation }) => organisation) }),
      wired(ServiceAlerts, { certificates: () => certificateAlerts(upstreams, clock.now()) }),
      wired(OpenDoors, new DoorsAtPortals(sessions, portals)),
      wired(RecordReading, new RecordReading(journal, clock)),
      wired(TimelineNames, names),
      wired(ApiDescription, { title: 'Habilis, console', version: '1', server: issuer.origin }),
    ],
  };
}

/** The sessions that an act would end, counted where they are kept. */
class DoorsAtPortals extends OpenDoors {
  constructor(
    private readonly sessions: SessionEnding,
    private readonly portals: Portals,
  ) {
    super();
  }

  override async of(accountId: string, organisation: string | null): Promise<Doors> {
    const open = await this.sessions.of(accountId);
    const entered = new Set(open.flatMap((each) => each.portals));
    const concerned = [...entered].map((id) => this.portals.get(id)).filter((each) => each !== undefined);
    const shut = concerned.filter((each) => organisation === null || each.organisation === organisation);
    return { sessions: open.length, portals: shut.filter((each) => each.kind === 'portal').map((each) => each.name) };
  }
}
