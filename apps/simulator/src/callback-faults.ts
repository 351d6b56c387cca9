import type { FaultAt } from './faults.ts';
import type { Upstream } from './upstream.ts';

/** The way back to the service. Parameters keep their order and may be repeated. */
export interface Callback {
  redirectUri: string;
  params: [name: string, value: string][];
  fragment: boolean;
}

type Effect = (callback: Callback, upstream: Upstream, value: string | undefined) => void;

const put = (callback: Callback, name: string, change: (was: string) => string) => {
  const was = callback.params.find(([key]) => key === name)?.[1] ?? '';
  callback.params = [...callback.params.filter(([key]) => key !== name), [name, change(was)]];
};
const drop =
  (name: string): Effect =>
  (callback) =>
    void (callback.params = callback.params.filter(([key]) => key !== name));
const again =
  (name: string, value: string): Effect =>
  (callback) =>
    void callback.params.push([name, value]);
const error =
  (code: string, description: string): Effect =>
  (callback, _, value) => {
    callback.params = [
      ['error', code],
      ['error_description', value ?? description],
      ...callback.params.filter(([key]) => key === 'state' || key === 'iss'),
    ];
  };
const iss =
  (change: (upstream: Upstream) => string): Effect =>
  (callback, upstream) =>
    put(callback, 'iss', () => change(upstream));

const SCRIPT = '<img src=x onerror="document.title=\'piraté\'"><script>document.title="piraté"</script>';
const OVERSIZED = 12_000;

/** What is wrong with the redirection that brings the code back. */
export const CALLBACK_EFFECTS: Record<FaultAt<'callback'>, Effect> = {
  'callback-iss-trailing-slash': iss((upstream) => `${upstream.issuer}/`),
  'callback-iss-case': iss((upstream) => upstream.issuer.toUpperCase()),
  'callback-iss-missing': drop('iss'),
  'callback-iss-wrong': iss(() => 'https://auth.imposteur.example/auth/realms/esante-wallet'),
  'callback-iss-other-upstream': iss((upstream) => upstream.other?.issuer ?? 'https://autre.example'),
  'callback-at-other-upstream': (callback, upstream) => {
    const origin = new URL(callback.redirectUri).origin;
    const elsewhere = upstream.other?.clients.flatMap(({ redirectUris }) => redirectUris) ?? [];
    callback.redirectUri = elsewhere.find((uri) => new URL(uri).origin === origin) ?? elsewhere[0] ?? callback.redirectUri;
  },
  'callback-state-missing': drop('state'),
  'callback-state-altered': (callback) => put(callback, 'state', (state) => `${state}x`),
  'error-access-denied': error('access_denied', 'The user denied the request'),
  'error-login-required': error('login_required', 'No session'),
  'error-temporarily-unavailable': error('temporarily_unavailable', 'Authentication expired or unavailable'),
  'error-unknown': error('PSC-500', 'Erreur interne'),
  'error-description-html': error('access_denied', SCRIPT),
  'callback-repeated-code': again('code', 'another-code'),
  'callback-repeated-state': again('state', 'another-state'),
  'callback-oversized': again('padding', 'x'.repeat(OVERSIZED)),
  'callback-fragment': (callback) => void (callback.fragment = true),
};

export function callbackUrl({ redirectUri, params, fragment }: Callback): string {
  const url = new URL(redirectUri);
  const query = new URLSearchParams(params).toString();
  if (fragment) url.hash = query;
  else url.search = [url.search.slice(1), query].filter(Boolean).join('&');
  return url.href;
}
