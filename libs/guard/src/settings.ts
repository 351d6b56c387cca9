/** What a portal says once: where Habilis is, and how the portal proves who it is. */
export interface GuardSettings {
  /** The one address to know about Habilis, without a slash at the end: discovery gives the others. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The API that tokens must be made for (`resources` of the calling portal's file); absent: tokens of this portal itself. */
  readonly audience?: string;
  /** Milliseconds a call may take, its answer read to the end. */
  readonly timeout?: number;
  /** Milliseconds for which a yes is kept; 0 keeps none. A right withdrawn is felt that much later at worst. */
  readonly keepYes?: number;
  /** How many yeses are kept at most. */
  readonly mostKept?: number;
  /** Told of what went wrong between the portal and Habilis; people are told less. Never given a token. */
  readonly report?: (trouble: Error) => void;
}

export type Settings = Required<Omit<GuardSettings, 'audience'>> & Pick<GuardSettings, 'audience'>;

const MOST = { timeout: 30_000, keepYes: 5_000, mostKept: 1_000_000 } as const;

/**
 * Settings that can be relied on.
 *
 * @throws Error for an address without TLS that is not this machine's, for a secret that is missing, for a number out of bounds
 */
export function settingsOf(given: GuardSettings): Settings {
  const settings = { timeout: 2_000, keepYes: 1_000, mostKept: 10_000, report: () => undefined, ...given };
  const { protocol, hostname } = new URL(given.issuer);
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && here)) throw new Error(`the issuer ${given.issuer} is not on https`);
  if (given.clientId === '' || given.clientSecret === '') throw new Error('the portal needs its number and its secret');
  for (const name of ['timeout', 'keepYes', 'mostKept'] as const) {
    const least = name === 'keepYes' ? 0 : 1;
    if (!Number.isInteger(settings[name]) || settings[name] < least || settings[name] > MOST[name])
      throw new Error(`${name} is a whole number from ${least} to ${MOST[name]}`);
  }
  return { ...settings, issuer: given.issuer.replace(/\/$/, '') };
}
