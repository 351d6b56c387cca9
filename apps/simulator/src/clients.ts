/** A relying party known to an upstream. Addresses are compared exactly. */
export interface Client {
  readonly id: string;
  readonly secret: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutUris: readonly string[];
  /** The one at the origin the session was opened from is called. */
  readonly backchannelLogoutUris: readonly string[];
}

export type UpstreamName = 'psc' | 'enrs';

const SECRETS: Record<UpstreamName, string> = { psc: 'habilis-psc-development', enrs: 'habilis-enrs-development' };

/** The client that Habilis is in development, at each of the addresses it may run on. */
export function habilisClient(upstream: UpstreamName, iamOrigins: readonly string[]): Client {
  const at = (path: string) => iamOrigins.map((origin) => `${origin}/upstream/${upstream}/${path}`);
  return {
    id: 'habilis',
    secret: SECRETS[upstream],
    redirectUris: at('callback'),
    postLogoutUris: at('signed-out'),
    backchannelLogoutUris: at('backchannel-logout'),
  };
}
