import {
  Departures,
  HearUpstreamLogout,
  Interactions,
  ReceiveArrival,
  RecheckPerson,
  RefusedSignIns,
  SignOuts,
  Upstreams,
  UpstreamSessions,
  UpstreamSignOut,
} from '@habilis/federation';
import { PgDepartures, PgRefusedSignIns, PgSignOuts, PgUpstreamLogouts, PgUpstreamSessions } from '@habilis/federation/pg';
import {
  BrowserArrivals,
  Browsers,
  FederationPages,
  registerStrategies,
  UpstreamController,
  UpstreamGuard,
  UpstreamLogoutController,
  UpstreamRefusals,
} from '@habilis/federation/web';
import { UpstreamLogout } from '@habilis/provider';
import type { IncomingMessage } from 'node:http';
import type { Arrive } from '@habilis/accounts';
import type { Ground } from './ground.ts';
import { wired } from './wired.ts';

/** The way to the upstreams and back. */
export function wireFederation(ground: Ground, upstreams: Upstreams, arrive: Arrive, interactions: Interactions) {
  const { db, sealer, clock, issuer, sentences } = ground;
  const departures = new PgDepartures(db, sealer, clock);
  const sessions = new PgUpstreamSessions(db, sealer, clock);
  const signOuts = new PgSignOuts(db, clock);
  const logouts = new PgUpstreamLogouts(db, clock);
  const recheck = new RecheckPerson(upstreams, sessions, arrive);
  const browsers = new Browsers(issuer.origin);
  const signOut = new UpstreamSignOut(upstreams, sessions, signOuts);
  registerStrategies(upstreams, departures, browsers, clock);
  const upstreamLogout: UpstreamLogout = new SignOutOfBrowser(signOut, browsers, upstreams);
  return {
    upstreams,
    browsers,
    upstreamLogout,
    arrivals: new BrowserArrivals(sessions),
    handlers: { 'upstream.recheck': (payload: Record<string, unknown>) => recheck.run(String(payload['session'])) },
    chores: [departures, sessions, signOuts, logouts].map((store) => () => store.purge()),
    controllers: [UpstreamController, UpstreamLogoutController],
    providers: [
      UpstreamGuard,
      UpstreamRefusals,
      wired(Upstreams, upstreams),
      wired(Departures, departures),
      wired(UpstreamSessions, sessions),
      wired(SignOuts, signOuts),
      wired(Interactions, interactions),
      wired(Browsers, browsers),
      wired(FederationPages, new FederationPages(sentences)),
      wired(RefusedSignIns, new PgRefusedSignIns(db, clock)),
      wired(UpstreamSignOut, signOut),
      wired(ReceiveArrival, new ReceiveArrival(arrive, sessions, interactions)),
      wired(HearUpstreamLogout, new HearUpstreamLogout(upstreams, logouts)),
    ],
  };
}

/** The upstream session of whoever signs out, found by their browser. */
class SignOutOfBrowser extends UpstreamLogout {
  constructor(
    private readonly signOut: UpstreamSignOut,
    private readonly browsers: Browsers,
    private readonly upstreams: Upstreams,
  ) {
    super();
  }

  override origins(): readonly string[] {
    return this.upstreams.all().flatMap(({ origins }) => origins);
  }

  override async address(request: IncomingMessage, returnTo: string): Promise<string | undefined> {
    const browser = this.browsers.of(request);
    return browser === undefined ? undefined : this.signOut.address(browser, returnTo);
  }
}
