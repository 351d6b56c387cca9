export { upstreamSettings, type UpstreamSettings } from './upstream-settings.ts';
export type { Level } from './level.ts';
export { Upstream, type UpstreamOptions } from './upstream.ts';
export { Upstreams, type OfferedMeans } from './upstreams.ts';
export type { Proof } from './proof.ts';
export type { Patience } from './outgoing.ts';
export {
  Departures,
  Interactions,
  RefusedSignIns,
  SignOuts,
  UpstreamLogouts,
  UpstreamSessions,
  type Arrival,
  type Departure,
  type EndedSession,
  type Interaction,
  type KeptArrival,
  type LinkFor,
  type Return,
  type ShownArrival,
} from './ports.ts';
export { RecheckPerson } from './recheck-person.ts';
export { ReceiveArrival } from './receive-arrival.ts';
export { UpstreamSignOut } from './sign-out-upstream.ts';
export { HearUpstreamLogout } from './hear-upstream-logout.ts';
export { certificateAlerts, type CertificateAlert } from './certificates.ts';
