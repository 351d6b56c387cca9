import type { ServerResponse } from 'node:http';
import type { RequestHandler, Response } from './request.ts';

/**
 * Headers every answer carries, whatever it is.
 *
 * `Referrer-Policy: same-origin` and not `no-referrer`: with the latter browsers send `Origin: null` on our own forms, and the
 * check against forgery would have nothing to look at. Either way nothing of an address leaves for another site.
 */
const ALWAYS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'X-Permitted-Cross-Domain-Policies': 'none',
  'Permissions-Policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=(), display-capture=(), ' +
    'browsing-topics=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
};

const NOTHING = `default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** Two years, as browsers' preload lists ask; sent over https only, where it means something. */
const HSTS = 'max-age=63072000; includeSubDomains';

/**
 * The floor of every answer: nothing is cached, framed, sniffed or run. Pages then open what they need with `pageHeaders`.
 *
 * @param https whether people reach us over https, seen from outside
 */
export function securityHeaders(options: { https: boolean }): RequestHandler {
  const give = floorHeaders(options);
  return (_request, response, next) => {
    response.removeHeader('X-Powered-By');
    give(response);
    next();
  };
}

/** The same floor, for an answer that no application sees. */
export function floorHeaders({ https }: { https: boolean }): (response: ServerResponse) => void {
  const headers = Object.entries({
    ...ALWAYS,
    'Content-Security-Policy': NOTHING,
    'Cache-Control': 'no-store',
    ...(https && { 'Strict-Transport-Security': HSTS }),
  });
  return (response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
  };
}

export interface PagePolicy {
  /**
   * Where a form of this page may end up besides ourselves, redirects included: the registered redirect addresses of the
   * portal this sign-in is for. Chromium blocks the way back to an address that is not here.
   */
  readonly formAction: readonly string[];
  /** The console: our own scripts and calls to our own interface. */
  readonly app?: boolean;
  /** A page that asks for a passkey or a password: our own scripts and nothing more. Every other page rendered by the server runs none. */
  readonly script?: boolean;
}

/** Opens, for one page, exactly what that page needs. */
export function pageHeaders(response: Response, { formAction, app = false, script = false }: PagePolicy): void {
  const targets = [...new Set(["'self'", ...formAction.map(formTarget).filter((each) => each !== undefined)])];
  response.set(
    'Content-Security-Policy',
    [
      `default-src 'none'`,
      `style-src 'self'`,
      `img-src 'self'`,
      ...(script ? [`script-src 'self'`] : []),
      ...(app ? [`script-src 'self'`, `connect-src 'self'`, `font-src 'self'`, `manifest-src 'self'`] : []),
      `form-action ${targets.join(' ')}`,
      `base-uri 'none'`,
      `frame-ancestors 'none'`,
      `require-trusted-types-for 'script'`,
      `trusted-types 'none'`,
    ].join('; '),
  );
}

/**
 * The origin of a registered redirect address, or the scheme of an application's own (`fr.cpts.app:`).
 *
 * Undefined when it is no address at all, or could slip a directive into the policy.
 */
export function formTarget(redirectUri: string): string | undefined {
  const url = URL.parse(redirectUri);
  if (!url) return undefined;
  const target = url.origin === 'null' ? url.protocol : url.origin;
  return /[\s;,']/.test(target) || target === 'javascript:' || target === 'data:' ? undefined : target;
}
