/**
 * The hostile behaviours an upstream can show, in one table.
 *
 * `upstream` rows are played by this simulator, at the hop they name. `browser` rows need the test to act: `test` says how.
 * `expected` is what a careful relying party does with it.
 *
 * @fr catalogue des comportements hostiles
 */
export type Hop =
  | 'discovery'
  | 'jwks'
  | 'authorize'
  | 'callback'
  | 'id_token'
  | 'token'
  | 'refresh'
  | 'userinfo'
  | 'identity'
  | 'logout'
  | 'backchannel'
  | 'tls'
  | 'internal'
  | 'other';
type Expected = 'refuse' | 'accept' | 'quarantine' | 'degrade';

export interface FaultRow {
  readonly number: number;
  readonly id: string;
  readonly by: 'upstream' | 'browser';
  readonly hop: Hop;
  readonly expected: Expected;
  readonly fr: string;
  readonly en: string;
  /** For `browser` rows: what the test does. */
  readonly test?: string;
}

const upstream = <const I extends string, const H extends Hop>(
  number: number,
  id: I,
  hop: H,
  expected: Expected,
  fr: string,
  en: string,
) => ({ number, id, by: 'upstream' as const, hop, expected, fr, en });
const browser = <const I extends string>(number: number, id: I, hop: Hop, expected: Expected, fr: string, en: string, test: string) => ({
  number,
  id,
  by: 'browser' as const,
  hop,
  expected,
  fr,
  en,
  test,
});

const NETWORK_HOPS = ['discovery', 'jwks', 'token', 'userinfo', 'logout'] as const;
// prettier-ignore
export const NETWORK_MODES = [
  { mode: 'timeout',     fr: 'ne répond jamais',                  en: 'never answers' },
  { mode: 'reset',       fr: 'coupe la connexion',                en: 'resets the connection' },
  { mode: 'unavailable', fr: 'répond 503 avec une page HTML',     en: 'answers 503 with an HTML page' },
  { mode: 'half',        fr: 'coupe au milieu de la réponse',     en: 'cuts the connection in the middle of the answer' },
] as const;
export type NetworkMode = (typeof NETWORK_MODES)[number]['mode'];
type NetworkFaultId = `network-${(typeof NETWORK_HOPS)[number]}-${NetworkMode}`;

const networkFaults = NETWORK_HOPS.flatMap((hop) =>
  NETWORK_MODES.map(({ mode, fr, en }) =>
    upstream(31, `network-${hop}-${mode}` as NetworkFaultId, hop, 'degrade', `${hop} : ${fr}`, `${hop}: ${en}`),
  ),
);

// prettier-ignore
const namedFaults = [
  upstream(1,  'nonce-wrong',                 'id_token', 'refuse', 'nonce différent de celui demandé', 'nonce is not the one asked'),
  upstream(2,  'nonce-missing',               'id_token', 'refuse', 'nonce absent du jeton d’identité', 'no nonce in the ID token'),
  upstream(3,  'id-token-iss-wrong',          'id_token', 'refuse', 'émetteur du jeton étranger', 'ID token from another issuer'),
  upstream(4,  'id-token-iss-trailing-slash', 'id_token', 'refuse', 'émetteur du jeton avec une barre finale', 'ID token issuer with a trailing slash'),
  upstream(4,  'id-token-iss-case',           'id_token', 'refuse', 'émetteur du jeton en capitales', 'ID token issuer in another case'),
  upstream(4,  'callback-iss-trailing-slash', 'callback', 'refuse', 'iss du retour avec une barre finale', 'callback iss with a trailing slash'),
  upstream(4,  'callback-iss-case',           'callback', 'refuse', 'iss du retour en capitales', 'callback iss in another case'),
  upstream(5,  'callback-iss-missing',        'callback', 'refuse', 'iss absent du retour alors qu’il est annoncé', 'no iss on the callback although advertised'),
  upstream(5,  'callback-iss-wrong',          'callback', 'refuse', 'iss du retour inconnu', 'unknown iss on the callback'),
  upstream(5,  'callback-iss-other-upstream', 'callback', 'refuse', 'iss du retour de l’autre fournisseur', 'callback iss of the other upstream (mix-up)'),
  upstream(6,  'callback-at-other-upstream',  'callback', 'refuse', 'retour envoyé à l’adresse de l’autre fournisseur', 'callback sent to the other upstream’s address'),
  browser (6,  'code-of-other-upstream',      'callback', 'refuse', 'code de A présenté au retour de B', 'code of A delivered on the callback of B', 'start at A and at B in one browser; take the code of A and deliver it with the state of B on the callback of B'),
  upstream(7,  'callback-state-missing',      'callback', 'refuse', 'state absent du retour', 'no state on the callback'),
  upstream(7,  'callback-state-altered',      'callback', 'refuse', 'state modifié au retour', 'altered state on the callback'),
  browser (7,  'state-replayed',              'callback', 'refuse', 'state déjà utilisé', 'replayed state', 'finish a sign-in, start nothing, call the callback with the same state and a fresh code of another flow'),
  browser (7,  'state-of-another-browser',    'callback', 'refuse', 'state d’un autre navigateur (login CSRF)', 'state of another browser (login CSRF)', 'start in browser A, stop before the callback, open the callback URL in browser B'),
  browser (7,  'state-expired',               'callback', 'refuse', 'state expiré', 'expired state', 'start, move the clock past the life of the transaction, then follow the callback'),
  browser (8,  'callback-replayed',           'callback', 'refuse', 'retour rejoué', 'replayed callback', 'follow the same callback URL a second time, after the first has ended'),
  browser (8,  'callback-double-click',       'callback', 'refuse', 'double clic : deux retours à la fois', 'double click: two callbacks at once', 'send the same callback URL twice in parallel: one signs in, the other is harmless'),
  upstream(9,  'alg-none',                    'id_token', 'refuse', 'jeton non signé (alg none)', 'unsigned ID token (alg none)'),
  upstream(10, 'alg-hs256-secret',            'id_token', 'refuse', 'jeton signé HS256 avec le secret du client', 'HS256 with the client secret'),
  upstream(11, 'alg-hs256-public-key',        'id_token', 'refuse', 'jeton signé HS256 avec la clé publique', 'HS256 with the RSA public key (key confusion)'),
  upstream(12, 'alg-es256',                   'id_token', 'refuse', 'jeton signé ES256, annoncé mais non convenu', 'ES256, advertised but not agreed'),
  upstream(12, 'alg-ps512',                   'id_token', 'refuse', 'jeton signé PS512, annoncé mais non convenu', 'PS512, advertised but not agreed'),
  upstream(13, 'kid-unknown',                 'id_token', 'refuse', 'kid inconnu, différent à chaque jeton', 'unknown kid, another one each time'),
  upstream(13, 'signature-wrong',             'id_token', 'refuse', 'kid connu mais signature d’une autre clé', 'known kid, signature of another key'),
  upstream(14, 'key-rotated',                 'id_token', 'accept', 'clé renouvelée avant ce jeton, l’ancienne reste publiée', 'key rotated before this token, old one still published'),
  upstream(14, 'key-rotated-old-removed',     'id_token', 'accept', 'clé renouvelée avant ce jeton, l’ancienne retirée', 'key rotated before this token, old one removed'),
  upstream(14, 'jwks-unreachable',            'jwks',     'degrade', 'clés publiques injoignables', 'JWKS unreachable, with cached keys'),
  upstream(14, 'jwks-empty',                  'jwks',     'refuse', 'aucune clé publiée', 'no key published'),
  upstream(15, 'header-jku',                  'id_token', 'refuse', 'en-tête jku vers des clés étrangères', 'jku header to foreign keys'),
  upstream(15, 'header-x5u',                  'id_token', 'refuse', 'en-tête x5u vers un certificat étranger', 'x5u header to a foreign certificate'),
  upstream(15, 'header-jwk',                  'id_token', 'refuse', 'clé étrangère dans l’en-tête', 'foreign key embedded in the header'),
  upstream(15, 'header-crit',                 'id_token', 'refuse', 'extension critique inconnue', 'unknown critical extension'),
  upstream(16, 'aud-other-client',            'id_token', 'refuse', 'jeton destiné à un autre client', 'ID token for another client'),
  upstream(16, 'aud-several-no-azp',          'id_token', 'refuse', 'plusieurs destinataires sans azp', 'several audiences and no azp'),
  upstream(16, 'azp-mismatch',                'id_token', 'refuse', 'azp d’un autre client', 'azp of another client'),
  upstream(17, 'id-token-expired',            'id_token', 'refuse', 'jeton expiré depuis une heure', 'ID token expired an hour ago'),
  upstream(17, 'id-token-no-exp',             'id_token', 'refuse', 'jeton sans expiration', 'ID token without exp'),
  upstream(17, 'iat-future',                  'id_token', 'refuse', 'jeton émis dans une heure', 'ID token issued an hour from now'),
  upstream(17, 'skew-tolerable',              'id_token', 'accept', 'horloge en avance de 45 secondes', 'clock 45 s ahead'),
  upstream(17, 'skew-excessive',              'id_token', 'refuse', 'jeton expiré depuis 300 secondes', 'ID token expired 300 s ago'),
  upstream(18, 'at-hash-wrong',               'id_token', 'refuse', 'at_hash d’un autre jeton d’accès', 'at_hash of another access token'),
  upstream(19, 'userinfo-sub-other',          'userinfo', 'refuse', 'userinfo d’une autre personne', 'userinfo of somebody else'),
  upstream(19, 'userinfo-sub-missing',        'userinfo', 'refuse', 'userinfo sans sub', 'userinfo without sub'),
  upstream(20, 'userinfo-error-json',         'userinfo', 'refuse', 'userinfo 200 avec une erreur JSON', 'userinfo 200 with an error JSON'),
  upstream(20, 'userinfo-html',               'userinfo', 'refuse', 'userinfo 200 en HTML', 'userinfo 200 in HTML'),
  upstream(20, 'userinfo-empty',              'userinfo', 'refuse', 'userinfo 200 vide', 'userinfo 200 empty'),
  upstream(20, 'userinfo-10mb',               'userinfo', 'refuse', 'userinfo de 10 Mo', 'userinfo of 10 MB'),
  upstream(20, 'userinfo-deep',               'userinfo', 'refuse', 'userinfo imbriqué 20 000 fois', 'userinfo nested 20,000 times'),
  upstream(20, 'userinfo-wrong-type',         'userinfo', 'refuse', 'userinfo JSON annoncé text/html', 'userinfo JSON announced as text/html'),
  upstream(20, 'userinfo-array',              'userinfo', 'refuse', 'userinfo est un tableau', 'userinfo is an array'),
  upstream(20, 'userinfo-proto-keys',         'userinfo', 'accept', 'userinfo avec __proto__ et constructor : à ignorer', 'userinfo with __proto__ and constructor: to be ignored'),
  upstream(21, 'userinfo-jwt-bad-signature',  'userinfo', 'refuse', 'userinfo signé par une clé étrangère', 'signed userinfo with a bad signature'),
  upstream(21, 'userinfo-jwt-unsigned',       'userinfo', 'refuse', 'userinfo en JWT non signé', 'userinfo as an unsigned JWT'),
  upstream(22, 'acr-absent',                  'id_token', 'refuse', 'niveau d’authentification absent', 'no acr'),
  upstream(22, 'acr-lower',                   'id_token', 'refuse', 'niveau inférieur à celui demandé', 'acr lower than asked'),
  upstream(22, 'acr-unknown',                 'id_token', 'refuse', 'niveau inconnu', 'unknown acr'),
  upstream(22, 'acr-array',                   'id_token', 'refuse', 'niveau donné dans un tableau', 'acr is an array'),
  upstream(22, 'acr-higher',                  'id_token', 'accept', 'niveau supérieur à celui demandé', 'acr higher than asked'),
  upstream(23, 'auth-time-old',               'id_token', 'refuse', 'authentification d’hier malgré max_age', 'auth_time older than max_age'),
  upstream(23, 'auth-time-missing',           'id_token', 'refuse', 'auth_time absent malgré max_age', 'no auth_time although max_age was asked'),
  upstream(24, 'name-id-missing',             'identity', 'quarantine', 'identifiant national absent', 'no SubjectNameID'),
  upstream(24, 'name-id-empty',               'identity', 'quarantine', 'identifiant national vide', 'empty SubjectNameID'),
  upstream(24, 'name-id-changed',             'identity', 'quarantine', 'autre identifiant national pour le même sub', 'another SubjectNameID for the same sub'),
  upstream(24, 'sub-changed',                 'identity', 'quarantine', 'autre sub pour le même identifiant national', 'another sub for the same SubjectNameID'),
  upstream(25, 'name-id-of-another',          'identity', 'quarantine', 'identifiant national déjà lié à une autre personne (value : lequel)', 'SubjectNameID already linked to somebody else (value: which)'),
  upstream(26, 'rpps-bad-luhn',               'identity', 'quarantine', 'RPPS dont la clé est fausse', 'RPPS with a wrong key'),
  upstream(26, 'id-adeli',                    'identity', 'accept', 'identifiant ADELI', 'ADELI identifier'),
  upstream(26, 'id-finess-slash',             'identity', 'accept', 'identifiant FINESS/registre avec une barre', 'FINESS/registry identifier with a slash'),
  upstream(26, 'id-with-spaces',              'identity', 'quarantine', 'identifiant avec des espaces', 'identifier with spaces'),
  upstream(26, 'id-homoglyphs',               'identity', 'quarantine', 'identifiant avec des chiffres d’une autre écriture', 'identifier with digits of another script'),
  upstream(27, 'ref-pro-absent',              'identity', 'accept', 'SubjectRefPro absent', 'no SubjectRefPro'),
  upstream(27, 'exercices-empty',             'identity', 'accept', 'aucun exercice', 'exercices []'),
  upstream(27, 'exercices-several',           'identity', 'accept', 'plusieurs exercices', 'several exercices'),
  upstream(27, 'profession-unknown',          'identity', 'accept', 'code profession inconnu', 'unknown profession code'),
  upstream(27, 'exercices-string',            'identity', 'accept', 'texte à la place de la liste des exercices', 'string where an array is expected'),
  upstream(28, 'student-as-doctor',           'identity', 'accept', 'étudiant codé 10/E : pas un médecin', 'student coded 10/E: not a doctor'),
  upstream(29, 'struck-off-mid-session',      'identity', 'degrade', 'radié pendant la session : plus d’activité', 'struck off during the session: no activity left'),
  upstream(29, 'deactivated-mid-session',     'refresh',  'refuse', 'carte désactivée : renouvellement refusé', 'deactivated: refresh refused'),
  upstream(30, 'email-of-another',            'identity', 'accept', 'adresse électronique d’un autre compte (value : laquelle)', 'e-mail of another account (value: which): must not link'),
  upstream(32, 'token-no-id-token',           'token',    'refuse', 'réponse sans jeton d’identité', 'token response without id_token'),
  upstream(32, 'token-type-mac',              'token',    'refuse', 'type de jeton mac', 'token_type mac'),
  upstream(32, 'token-expires-huge',          'token',    'accept', 'durée démesurée : à borner', 'huge expires_in: to be capped'),
  upstream(32, 'token-duplicate-keys',        'token',    'refuse', 'clés JSON en double', 'duplicate JSON keys'),
  upstream(32, 'token-html',                  'token',    'refuse', 'réponse 200 en HTML', 'token response 200 in HTML'),
  upstream(33, 'redirect-token',              'token',    'refuse', 'redirection vers une adresse interne', 'token endpoint redirects to an internal address'),
  upstream(33, 'redirect-userinfo',           'userinfo', 'refuse', 'redirection vers une adresse interne', 'userinfo redirects to an internal address'),
  upstream(34, 'discovery-issuer-other',      'discovery', 'refuse', 'découverte d’un autre émetteur', 'discovery of another issuer'),
  upstream(34, 'discovery-http-endpoints',    'discovery', 'refuse', 'points d’accès en http', 'plain http endpoints'),
  upstream(34, 'discovery-other-host',        'discovery', 'refuse', 'points d’accès sur un hôte étranger', 'endpoints on a foreign host'),
  upstream(34, 'discovery-html',              'discovery', 'refuse', 'découverte en HTML', 'discovery in HTML'),
  upstream(35, 'error-access-denied',         'callback', 'refuse', 'accès refusé par la personne', 'access_denied'),
  upstream(35, 'error-login-required',        'callback', 'refuse', 'connexion requise', 'login_required'),
  upstream(35, 'error-temporarily-unavailable', 'callback', 'refuse', 'service momentanément indisponible', 'temporarily_unavailable'),
  upstream(35, 'error-unknown',               'callback', 'refuse', 'code d’erreur inconnu', 'unknown error code'),
  upstream(35, 'error-description-html',      'callback', 'refuse', 'description d’erreur contenant du HTML', 'error_description with HTML and JavaScript'),
  upstream(36, 'logout-token-bad-signature',  'backchannel', 'refuse', 'déconnexion signée par une clé étrangère', 'logout token with a bad signature'),
  upstream(36, 'logout-token-replayed',       'backchannel', 'refuse', 'déconnexion rejouée (même jti)', 'logout token replayed (same jti)'),
  upstream(36, 'logout-token-nonce',          'backchannel', 'refuse', 'déconnexion avec un nonce', 'logout token with a nonce'),
  upstream(36, 'logout-token-wrong-aud',      'backchannel', 'refuse', 'déconnexion destinée à un autre client', 'logout token for another client'),
  upstream(36, 'logout-token-unknown-sid',    'backchannel', 'accept', 'déconnexion d’une session inconnue : sans effet', 'logout token of an unknown sid: no effect'),
  upstream(36, 'logout-token-no-events',      'backchannel', 'refuse', 'déconnexion sans événement', 'logout token without events'),
  upstream(37, 'logout-state-lost',           'logout',   'accept', 'state perdu au retour de la déconnexion', 'logout callback without state'),
  upstream(37, 'logout-state-altered',        'logout',   'refuse', 'state modifié au retour de la déconnexion', 'logout callback with an altered state'),
  upstream(38, 'client-secret-rotated',       'token',    'degrade', 'secret du client renouvelé chez le fournisseur', 'client secret rotated at the upstream'),
  browser (38, 'client-certificate-expired',  'tls',      'degrade', 'certificat du client expiré', 'client certificate expired', 'start the simulator with tls, setting clientAuth mtls; give the client simulator.tls.clientCertificate("expired")'),
  browser (38, 'client-certificate-early',    'tls',      'degrade', 'certificat du client pas encore valable', 'client certificate not yet valid', 'start the simulator with tls, setting clientAuth mtls; give the client simulator.tls.clientCertificate("not-yet-valid")'),
  upstream(39, 'tls-bad-chain',               'tls',      'refuse', 'certificat du serveur d’une autorité inconnue', 'server certificate of an unknown authority'),
  upstream(39, 'tls-host-mismatch',           'tls',      'refuse', 'certificat du serveur pour un autre hôte', 'server certificate for another host'),
  upstream(39, 'tls-expired',                 'tls',      'refuse', 'certificat du serveur expiré', 'server certificate expired'),
  browser (40, 'two-tabs-two-people',         'callback', 'accept', 'deux onglets, deux professionnels', 'two tabs, two professionals in one browser', 'start two sign-ins in one cookie jar, finish the first as A and the second as B: one standing session, never a mix'),
  browser (41, 'sso-previous-person',         'authorize', 'accept', 'la session PSC rend la personne précédente', 'SSO silently returns the previous professional', 'sign in as A, sign out locally only, start again with the same cookie jar: no page is shown and A comes back'),
  upstream(41, 'sso-ignores-prompt',          'authorize', 'refuse', 'prompt=login et max_age ignorés : personne précédente', 'prompt=login and max_age ignored: previous person'),
  upstream(42, 'callback-repeated-code',      'callback', 'refuse', 'paramètre code répété', 'repeated code parameter'),
  upstream(42, 'callback-repeated-state',     'callback', 'refuse', 'paramètre state répété', 'repeated state parameter'),
  upstream(42, 'callback-oversized',          'callback', 'refuse', 'retour démesuré (12 Ko)', 'oversized callback (12 kB)'),
  upstream(42, 'callback-fragment',           'callback', 'refuse', 'réponse dans le fragment', 'response in the fragment'),
] as const;

export const FAULTS = [...namedFaults, ...networkFaults].sort((a, b) => a.number - b.number);
export type FaultId = (typeof FAULTS)[number]['id'];

/** The rows this simulator plays at a hop, network failures apart: an effect table typed by it forgets none. */
export type FaultAt<H extends Hop> = Extract<(typeof namedFaults)[number], { by: 'upstream'; hop: H }>['id'];

export const isFault = (id: unknown): id is FaultId => FAULTS.some((fault) => fault.id === id);
export const faultRow = (id: FaultId): FaultRow => FAULTS.find((fault) => fault.id === id)!;
