import type { Environment } from './environment.ts';
import { SettingsError, type Problem } from './settings-error.ts';

/** What is looked at before a start in production. */
export interface Start {
  readonly environment: Environment;
  /** The identity providers of the configuration. */
  readonly upstreams: readonly { readonly id: string; readonly issuer: string }[];
}

interface Rule {
  /** The variable or the file to look at. */
  readonly path: string;
  readonly unsafe: (start: Start) => boolean;
  readonly wrong: string;
  readonly mend: string;
}

/** Ids of keys made by `npm start`, and the beginning of its pepper. */
export const DEVELOPMENT_KEY = 'development';

/**
 * States in which production does not start. A row is a rule; the message carries the remedy.
 *
 * @fr refus de démarrage
 */
// prettier-ignore
export const UNSAFE: Readonly<Record<string, Rule>> = {
  'issuer-in-clear': {
    path: 'HABILIS_ISSUER', unsafe: ({ environment }) => !environment.HABILIS_ISSUER.startsWith('https://'),
    wrong: 'adresse publique en clair', mend: 'Donnez une adresse https:// ; TLS peut être rendu par un répartiteur devant le service.' },
  'issuer-on-this-machine': {
    path: 'HABILIS_ISSUER', unsafe: ({ environment }) => isLocal(environment.HABILIS_ISSUER),
    wrong: 'adresse de la machine elle-même', mend: 'Donnez le nom public, tel que les portails l’appellent.' },
  'no-rate-limits': {
    path: 'HABILIS_RATE_LIMITS', unsafe: ({ environment }) => !environment.HABILIS_RATE_LIMITS,
    wrong: 'personne n’est compté', mend: 'Retirez la variable : les limites protègent la connexion.' },
  'development-seal-key': {
    path: 'HABILIS_SEAL_KEYS', unsafe: ({ environment }) => environment.HABILIS_SEAL_KEYS.some(isWeak),
    wrong: 'clé de développement ou trop simple', mend: 'Faites-en une : echo "k1:$(openssl rand -base64 36)"' },
  'development-cookie-key': {
    path: 'HABILIS_COOKIE_KEYS', unsafe: ({ environment }) => environment.HABILIS_COOKIE_KEYS.some(isWeak),
    wrong: 'clé de développement ou trop simple', mend: 'Faites-en une : echo "k1:$(openssl rand -base64 36)"' },
  'development-pepper': {
    path: 'HABILIS_PEPPER', unsafe: ({ environment }) => isWeak([environment.HABILIS_PEPPER, environment.HABILIS_PEPPER]),
    wrong: 'secret de développement ou trop simple', mend: 'Faites-en un : openssl rand -base64 36' },
  'development-password-pepper': {
    path: 'HABILIS_PASSWORD_PEPPERS', unsafe: ({ environment }) => (environment.HABILIS_PASSWORD_PEPPERS ?? []).some(isWeak),
    wrong: 'secret de développement ou trop simple', mend: 'Faites-en un : echo "p1:$(openssl rand -base64 36)"' },
  'same-secret-twice': {
    path: 'HABILIS_PEPPER', unsafe: ({ environment }) => reused(environment),
    wrong: 'un même secret sert à deux usages', mend: 'Donnez un secret différent à chaque clé et au poivre : openssl rand -base64 36' },
  'embedded-database': {
    path: 'DATABASE_URL', unsafe: ({ environment }) => EMBEDDED.test(environment.DATABASE_URL),
    wrong: 'base embarquée, faite pour l’évaluation', mend: 'Donnez l’adresse d’un serveur PostgreSQL 15 ou plus, sauvegardé.' },
  'database-in-clear': {
    path: 'DATABASE_URL', unsafe: ({ environment }) => crossesNetworkInClear(environment.DATABASE_URL),
    wrong: 'base jointe en clair par le réseau', mend: 'Ajoutez ?sslmode=verify-full à l’adresse.' },
  'everyone-is-a-proxy': {
    path: 'HABILIS_TRUST_PROXY', unsafe: ({ environment }) => coversEverything(environment.HABILIS_TRUST_PROXY),
    wrong: 'tout appelant serait cru sur son adresse', mend: 'Donnez les seuls réseaux de vos répartiteurs.' },
  'open-without-proxy': {
    path: 'HOST', unsafe: ({ environment }) => ['0.0.0.0', '::'].includes(environment.HOST) && environment.HABILIS_TRUST_PROXY.length === 0,
    wrong: 'écoute sur toutes les interfaces sans répartiteur déclaré', mend: 'Déclarez-le par HABILIS_TRUST_PROXY, ou écoutez sur 127.0.0.1.' },
  'every-network-is-called': {
    path: 'HABILIS_BACKCHANNEL_NETWORKS', unsafe: ({ environment }) => coversEverything(environment.HABILIS_BACKCHANNEL_NETWORKS),
    wrong: 'ouvrirait tout le réseau interne aux appels sortants', mend: 'Donnez les seuls réseaux où vivent vos portails.' },
  'example-people': {
    path: 'HABILIS_SEED', unsafe: ({ environment }) => environment.HABILIS_SEED,
    wrong: 'créerait les personnes d’exemple', mend: 'Retirez cette variable.' },
  'mail-nowhere': {
    path: 'SMTP_URL', unsafe: ({ environment }) => environment.SMTP_URL === 'smtp://127.0.0.1:4406',
    wrong: 'aucun serveur d’envoi : personne ne recevrait de courriel', mend: 'Donnez l’adresse de votre serveur d’envoi, smtps://…' },
  'mail-in-clear': {
    path: 'SMTP_URL', unsafe: ({ environment }) => mailCrossesNetworkInClear(environment.SMTP_URL),
    wrong: 'courriels envoyés en clair par le réseau', mend: 'Écrivez smtps://…, ou smtp://…?requireTLS=true' },
  'sender-on-this-machine': {
    path: 'MAIL_FROM', unsafe: ({ environment }) => /@localhost>?$/.test(environment.MAIL_FROM),
    wrong: 'expéditeur sans domaine', mend: 'Donnez une adresse de votre domaine : Habilis <ne-pas-repondre@exemple.fr>' },
  'simulated-upstream': {
    path: 'config/upstreams', unsafe: ({ upstreams }) => upstreams.some(({ issuer }) => !issuer.startsWith('https://') || isLocal(issuer)),
    wrong: 'fournisseur d’identité simulé ou joint en clair', mend: 'Donnez l’émetteur https:// réel dans chaque fichier de config/upstreams, ou retirez le fichier.' },
};

/** Refuses to start in production in a state listed in UNSAFE; elsewhere, lets pass. @throws SettingsError */
export function refuseUnsafeStart(start: Start): void {
  if (start.environment.NODE_ENV !== 'production') return;
  const broken = Object.values(UNSAFE).filter(({ unsafe }) => unsafe(start));
  const problems = broken.map(({ path, wrong, mend }): Problem => ({ where: 'production', line: null, path, wrong, mend }));
  if (problems.length > 0) throw new SettingsError(problems);
}

/** The socket that the embedded server makes: beside its data, or in the folder for passing files. */
const EMBEDDED = /[?&]host=[^&]*(%2Fsocket|%2Fhabilis-[0-9a-f]{12})$/;

/** A key of the development stack, or one that a person typed: sixteen different characters are few for random text. */
function isWeak([id, secret]: readonly [id: string, secret: string]): boolean {
  return id.startsWith(DEVELOPMENT_KEY) || new Set(secret).size < 16;
}

function reused({ HABILIS_SEAL_KEYS, HABILIS_COOKIE_KEYS, HABILIS_PASSWORD_PEPPERS = [], HABILIS_PEPPER }: Environment): boolean {
  const secrets = [...HABILIS_SEAL_KEYS, ...HABILIS_COOKIE_KEYS, ...HABILIS_PASSWORD_PEPPERS]
    .map(([, secret]) => secret)
    .concat(HABILIS_PEPPER);
  return new Set(secrets).size < secrets.length;
}

function isLocal(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === 'localhost' || hostname.endsWith('.localhost') || /^(127\.|0\.|\[::1?\])/.test(hostname);
}

const coversEverything = (networks: readonly string[]) => networks.some((each) => /\/0+$/.test(each));

/** A unix socket or the machine itself needs no TLS; anything else crosses a network. */
function crossesNetworkInClear(url: string): boolean {
  const [, host = ''] = /^postgres(?:ql)?:\/\/(?:[^@/]*@)?([^/?]*)/.exec(url) ?? [];
  const onThisMachine = host === '' || host.startsWith('%2F') || /^(localhost|127\.|\[::1\])/.test(host);
  return !onThisMachine && !/[?&]sslmode=(require|verify-ca|verify-full)\b/.test(url);
}

function mailCrossesNetworkInClear(url: string): boolean {
  return url.startsWith('smtp://') && !isLocal(url.replace(/^smtp:/, 'http:')) && !/[?&]requireTLS=true\b/.test(url);
}
