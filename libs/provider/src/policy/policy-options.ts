import type { Requirements } from '@habilis/credentials';
import type { Clock } from '@habilis/kernel';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Portal, Portals } from '../portals.ts';
import type { People, Standings } from '../ports.ts';

export interface PolicyOptions {
  readonly portals: Portals;
  readonly standings: Standings;
  readonly people: People;
  /** Levels asked of people because of their roles; none when absent. */
  readonly requirements?: Pick<Requirements, 'of'> | undefined;
  readonly clock: Clock;
}

/** The portal a request comes from. Always one of ours: the engine knows no other client. */
export function portalOf({ oidc }: KoaContextWithOIDC, portals: Portals): Portal {
  return portals.get(oidc.client?.clientId)!;
}
