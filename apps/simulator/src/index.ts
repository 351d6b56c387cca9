import { ActiveFaults } from './active-faults.ts';
import { backchannelLogout, changeSettings, setFault, type BackchannelLogout, type FaultOrder } from './admin.ts';
import { machineApp, peopleApp } from './app.ts';
import type { Told } from './backchannel.ts';
import { ENRS, PSC, type Dialect } from './dialect.ts';
import { Keys } from './keys.ts';
import { clientsOf, refuseProduction, type SimulatorOptions } from './options.ts';
import type { RequestLog } from './request-log.ts';
import { listen, type Listener } from './servers.ts';
import type { Settings } from './settings.ts';
import { Tls } from './tls.ts';
import { Upstream } from './upstream.ts';

export { FAULTS, isFault, type FaultId, type FaultRow, type Hop } from './faults.ts';
export { PERSONAS, personaById, type Persona } from './personas.ts';
export type { BackchannelLogout, FaultOrder } from './admin.ts';
export type { ClientCertificateKind, Pair } from './authority.ts';
export type { Told } from './backchannel.ts';
export type { Client, UpstreamName } from './clients.ts';
export type { SimulatorOptions } from './options.ts';
export type { Settings } from './settings.ts';
export type { Tls } from './tls.ts';

/** One provider, driven from the same process. The admin API on its origin does the same from outside. */
export interface SimulatedProvider {
  readonly issuer: string;
  readonly origin: string;
  readonly discoveryUrl: string;
  readonly authorizationEndpoint: string;
  readonly log: RequestLog;
  readonly settings: Readonly<Settings>;
  setFault(order: FaultOrder): void;
  clearFaults(): void;
  change(settings: Partial<Settings>): void;
  rotateKeys(keepOld?: boolean): Promise<void>;
  backchannelLogout(order: BackchannelLogout): Promise<{ sid: string; told: Told[] }>;
}

export interface Simulator {
  readonly psc: SimulatedProvider;
  readonly wallet: { readonly origin: string };
  readonly enrs: SimulatedProvider;
  /** Only when started with `tls`. */
  readonly tls: Tls | undefined;
  /** On PSC unless `upstream` says otherwise. */
  setFault(order: FaultOrder & { upstream?: 'psc' | 'enrs' }): void;
  clearFaults(): void;
  stop(): Promise<void>;
}

interface Place {
  readonly machines: Listener;
  readonly people: Listener;
  readonly tls: Tls | undefined;
}

async function openUpstream(dialect: Dialect, { machines, people, tls }: Place, options: SimulatorOptions): Promise<Upstream> {
  const listeners = new Set([machines, people]);
  const faults = new ActiveFaults((active) => tls && listeners.forEach((listener) => listener.present(tls.credentials(active))));
  const clients = clientsOf(options, dialect.name);
  const settings = options.settings?.[dialect.name];
  const keys = await Keys.make();
  return new Upstream({
    dialect,
    origin: machines.origin,
    pagesOrigin: people.origin,
    clients,
    keys,
    faults,
    clock: options.clock ?? Date.now,
    settings,
  });
}

const driven = (upstream: Upstream): SimulatedProvider => ({
  issuer: upstream.issuer,
  origin: upstream.origin,
  discoveryUrl: upstream.endpoint('discovery'),
  authorizationEndpoint: upstream.authorizationEndpoint,
  log: upstream.log,
  settings: upstream.settings,
  setFault: (order) => void setFault(upstream, order),
  clearFaults: () => upstream.faults.clear(),
  change: (settings) => void changeSettings(upstream, settings),
  rotateKeys: async (keepOld) => void (await upstream.keys.rotate(keepOld)),
  backchannelLogout: (order) => backchannelLogout(upstream, order),
});

/**
 * Starts Pro Santé Connect, its wallet and the regional provider, on loopback.
 *
 * @throws Error in production, or when a port is taken
 * @fr simulateur de fournisseurs d'identité
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  refuseProduction(process.env);
  const tls = options.tls ? new Tls() : undefined;
  const ports = { psc: 0, wallet: 0, enrs: 0, ...options.ports };
  const opened = await Promise.allSettled([ports.psc, ports.wallet, ports.enrs].map((port) => listen(port, tls?.credentials([]))));
  const listeners = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const stop = async () => void (await Promise.all(listeners.map((listener) => listener.stop())));
  const [pscListener, walletListener, enrsListener] = listeners;
  if (!pscListener || !walletListener || !enrsListener) {
    await stop();
    throw opened.find((one) => one.status === 'rejected')?.reason;
  }

  const [psc, enrs] = await Promise.all([
    openUpstream(PSC, { machines: pscListener, people: walletListener, tls }, options),
    openUpstream(ENRS, { machines: enrsListener, people: enrsListener, tls }, options),
  ]);
  psc.other = enrs;
  enrs.other = psc;
  pscListener.serve(machineApp(psc));
  walletListener.serve(peopleApp(psc));
  enrsListener.serve(machineApp(enrs).use(peopleApp(enrs)));

  const providers = { psc: driven(psc), enrs: driven(enrs) };
  return {
    ...providers,
    wallet: { origin: psc.pagesOrigin },
    tls,
    setFault: ({ upstream = 'psc', ...order }) => providers[upstream].setFault(order),
    clearFaults: () => Object.values(providers).forEach((provider) => provider.clearFaults()),
    stop,
  };
}
