import { parametersOf, type Recognition } from './step-up.ts';

/**
 * Every way in which a request is kept out.
 *
 * `error` goes to the challenge (RFC 6750, RFC 9470); a request that carried no token is told no error.
 */
// prettier-ignore
const WAYS = {
  'no-token':           { status: 401, error: '',                                   detail: 'Connectez-vous.' },
  'token-malformed':    { status: 400, error: 'invalid_request',                    detail: 'La demande porte un jeton mal formé.' },
  'token-not-active':   { status: 401, error: 'invalid_token',                      detail: 'Cette connexion n’est plus valable.' },
  'recognise-again':    { status: 401, error: 'insufficient_user_authentication',   detail: 'Une identification plus sûre ou plus récente est demandée.' },
  'not-allowed':        { status: 403, error: undefined,                            detail: 'Cet accès n’est pas ouvert.' },
  'unanswered':         { status: 503, error: undefined,                            detail: 'Le service d’identité ne répond pas. Par précaution, rien n’est affiché.' },
  'nothing-said':       { status: 403, error: undefined,                            detail: 'Cette adresse ne dit pas qui peut l’ouvrir.' },
} as const;
export type Way = keyof typeof WAYS;

export interface Told {
  /** From the decision: `no-need-to-know`, `standing`… */
  readonly reason?: string | undefined;
  /** The sentence to show, by language. */
  readonly says?: Readonly<Record<string, string>> | undefined;
  readonly recognition?: Recognition;
}

/** The request goes no further. What a browser or an application is told is in `status`, `headers` and `body`. */
export class Refused extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(
    readonly way: Way,
    readonly told: Told = {},
    options?: ErrorOptions,
  ) {
    const { status, error, detail } = WAYS[way];
    const sentence = told.says?.['fr'] ?? detail;
    super(sentence, options);
    this.status = status;
    this.headers = {
      'cache-control': 'no-store',
      'content-type': 'application/problem+json; charset=utf-8',
      ...(error !== undefined && { 'www-authenticate': challenge(error, told.recognition) }),
      ...(way === 'unanswered' && { 'retry-after': '1' }),
    };
    this.body = { status, code: way, detail: sentence, ...(told.reason && { reason: told.reason }), ...(told.says && { says: told.says }) };
  }
}

function challenge(error: string, recognition: Recognition = {}): string {
  const parameters = Object.entries({ ...(error && { error }), ...parametersOf(recognition) });
  return ['Bearer', parameters.map(([name, value]) => `${name}="${value.replace(/[^\x20-\x7e]|["\\]/g, '')}"`).join(', ')].join(' ').trim();
}
