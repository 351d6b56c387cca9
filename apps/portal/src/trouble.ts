import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';

/** The sign-in no longer holds: suspended, signed out elsewhere, departed, or simply too old. */
export class SignedOutElsewhere extends Error {}

/** They came back, and not as surely recognised as the page asks: what they have does not go further. */
export class NotSureEnough extends Error {}

export interface Trouble {
  readonly status: number;
  readonly title: string;
  readonly text: string;
}

// prettier-ignore
const TROUBLE = {
  closed:    { status: 403, title: 'Accès non ouvert',              text: 'Habilis ne vous a pas ouvert ce portail.' },
  expired:   { status: 400, title: 'Connexion non aboutie',         text: 'Cette connexion a expiré ou a déjà servi. Recommencez.' },
  unsure:    { status: 403, title: 'Identification insuffisante',   text: 'Cette page demande une identification plus sûre que la vôtre. Ajoutez un second moyen de connexion à votre compte Habilis, puis réessayez.' },
  signedOut: { status: 401, title: 'Session terminée',              text: 'Votre session a pris fin, ou votre accès a été suspendu. Vous pouvez vous reconnecter.' },
  silent:    { status: 503, title: 'Service d’identité injoignable', text: 'Par précaution, aucun dossier n’est affiché. Réessayez dans un instant.' },
} as const satisfies Record<string, Trouble>;

/** What Habilis may answer to a sign-in that does not end in a code. @source RFC6749 */
const FROM_SIGN_IN: Readonly<Record<string, Trouble>> = {
  access_denied: TROUBLE.closed,
  temporarily_unavailable: TROUBLE.silent,
  server_error: TROUBLE.silent,
};

/** Why the person comes back without having entered; Habilis has told them the rest, on its own page. */
const WHY_DENIED: Readonly<Record<string, string>> = {
  'the person went back': 'Vous avez renoncé à vous connecter.',
  'the account may not enter this portal':
    'Votre compte ne peut pas entrer dans ce portail pour le moment. La page d’Habilis en donne la raison.',
  'the charter was refused': 'Vous avez refusé la charte : ce portail vous reste fermé tant que vous ne l’acceptez pas.',
};

/** The page for each way a sign-in or a question can fail. Whatever is not known here shows nothing, and opens nothing. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof SignedOutElsewhere) return TROUBLE.signedOut;
  if (error instanceof NotSureEnough) return TROUBLE.unsure;
  if (error instanceof AuthorizationResponseError) {
    const trouble = FROM_SIGN_IN[error.error] ?? TROUBLE.expired;
    return error.error === 'access_denied' ? { ...trouble, text: WHY_DENIED[error.error_description ?? ''] ?? trouble.text } : trouble;
  }
  if (error instanceof ResponseBodyError && error.error === 'invalid_grant') return TROUBLE.expired;
  // A check of the library's failed on what came back, as opposed to a call that found nobody.
  if (error instanceof ClientError && error.code && CHECKS.has(error.code)) return TROUBLE.expired;
  return TROUBLE.silent;
}

const CHECKS: ReadonlySet<string> = new Set([
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
]);
