import type { Clock } from '@habilis/kernel';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Portal, Portals } from '../portals.ts';
import type { People, Standings } from '../ports.ts';

export interface PolicyOptions {
  readonly portals: Portals;
  readonly standings: Standings;
  readonly people: People;
  readonly clock: Clock;
}

/** The portal a request comes from. Always one of ours: the engine knows no other client. */
export function portalOf({ oidc }: KoaContextWithOIDC, portals: Portals): Portal {
  return portals.get(oidc.client?.clientId)!;
}
