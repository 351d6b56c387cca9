export { SCOPES, type Claim, type PersonClaims } from './claims.ts';
export { portalSchema, type PortalFile } from './portal-schema.ts';
export { admits, Portals, type Portal } from './portals.ts';
export { Arrivals, Joining, Means, People, Standings, UpstreamLogout, type Arrival, type Mean } from './ports.ts';
export { PairwiseSubjects } from './pairwise.ts';
export { ProviderHandle } from './create-provider.ts';
export { SessionEnding, thisOne, type EndingWhy, type OwnSession } from './sessions.ts';
export { answerMachinesFirst, mountProvider, type Doorkeeper } from './mount.ts';
export { SignInDesk } from './sign-in-desk.ts';
