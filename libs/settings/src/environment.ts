import { z } from 'zod';
import * as shapes from './shapes.ts';
import type { Values, Variables } from './variables.ts';

/**
 * Every variable the service reads. `.env.example` and the operators' table are made from it.
 *
 * There is no default for a secret: a key everyone knows is worse than none.
 */
// prettier-ignore
export const SERVICE = {
  NODE_ENV: {
    shape: z.enum(['production', 'development', 'test'], 'production, development ou test'), otherwise: 'development',
    fr: 'en production, refuse de démarrer dans un état dangereux', en: 'in production, refuses to start in an unsafe state' },
  HABILIS_ISSUER: {
    shape: shapes.origin, otherwise: 'http://localhost:4400',
    fr: 'adresse publique du service, inscrite dans chaque jeton', en: 'public address of the service, written in every token' },
  HOST: {
    shape: shapes.plainText, otherwise: '127.0.0.1',
    fr: 'adresse d’écoute', en: 'address to listen on' },
  PORT: {
    shape: shapes.port, otherwise: '4400',
    fr: 'port d’écoute', en: 'port to listen on' },
  DATABASE_URL: {
    shape: shapes.postgresUrl, secret: true,
    fr: 'base PostgreSQL 15 ou plus, ouverte par le service ; absente, npm start lance la sienne', en: 'PostgreSQL 15 or later, as the service opens it; when unset, npm start runs its own' },
  DATABASE_MIGRATION_URL: {
    shape: shapes.postgresUrl, optional: true, secret: true,
    fr: 'même base, ouverte par son propriétaire pour les migrations ; absente, DATABASE_URL', en: 'same database, as its owner, for migrations; DATABASE_URL when unset' },
  HABILIS_DATABASE_POOL: {
    shape: shapes.count, otherwise: '10',
    fr: 'connexions gardées par réplique', en: 'connections kept by a replica' },
  HABILIS_CONFIG: {
    shape: shapes.plainText, otherwise: './config',
    fr: 'dossier des organisations, portails, fournisseurs d’identité et politiques', en: 'folder of organisations, portals, upstreams and policies' },
  HABILIS_SEED: {
    shape: shapes.yesNo, otherwise: '0',
    fr: '1 pour créer les personnes d’exemple', en: '1 to create the people of the example' },
  HABILIS_SEAL_KEYS: {
    shape: shapes.keys, secret: true,
    fr: 'clés qui scellent les secrets en base, « id:secret,… », la plus récente d’abord', en: 'keys that seal secrets at rest, `id:secret,…`, newest first' },
  HABILIS_COOKIE_KEYS: {
    shape: shapes.keys, secret: true,
    fr: 'clés qui signent les cookies, « id:secret,… », la plus récente d’abord', en: 'keys that sign cookies, `id:secret,…`, newest first' },
  HABILIS_PEPPER: {
    shape: shapes.longSecret, secret: true,
    fr: 'secret mêlé aux empreintes ; ne change jamais', en: 'secret mixed into hashes; never changes' },
  HABILIS_PASSWORD_PEPPERS: {
    shape: shapes.keys, optional: true, secret: true,
    fr: 'secrets mêlés aux mots de passe, « id:secret,… », le plus récent d’abord ; absents, HABILIS_PEPPER', en: 'secrets mixed into passwords, `id:secret,…`, newest first; HABILIS_PEPPER when unset' },
  HABILIS_HASHES_AT_ONCE: {
    shape: shapes.count, otherwise: '1',
    fr: 'mots de passe vérifiés à la fois par réplique ; chacun prend un cœur et 19 Mio', en: 'passwords checked at once by a replica; each takes a core and 19 MiB' },
  HABILIS_BREACHED_PASSWORDS: {
    shape: shapes.plainText, optional: true,
    fr: 'fichier trié d’empreintes SHA-1 de mots de passe divulgués ; absent, les plus courants', en: 'sorted file of SHA-1 digests of leaked passwords; the most common ones when unset' },
  HABILIS_RECOVERY_WAIT_HOURS: {
    shape: shapes.count, otherwise: '24',
    fr: 'heures laissées à une personne pour arrêter une demande de secours accordée', en: 'hours a person has to stop a recovery that was granted' },
  HABILIS_PSC_ISSUER: {
    shape: shapes.webAddress, optional: true,
    fr: 'émetteur de Pro Santé Connect, pour config/upstreams/psc.yaml ; absent, le simulateur', en: 'Pro Santé Connect issuer, for config/upstreams/psc.yaml; the simulator when unset' },
  HABILIS_PSC_WALLET: {
    shape: shapes.webAddress, optional: true,
    fr: 'origine des pages de connexion de Pro Santé Connect', en: 'origin of the sign-in pages of Pro Santé Connect' },
  HABILIS_ENRS_ISSUER: {
    shape: shapes.webAddress, optional: true,
    fr: 'émetteur de l’espace régional, pour config/upstreams/enrs.yaml ; absent, le simulateur', en: 'issuer of the regional provider, for config/upstreams/enrs.yaml; the simulator when unset' },
  HABILIS_BACKCHANNEL_NETWORKS: {
    shape: shapes.networks, otherwise: '',
    fr: 'réseaux privés où des portails peuvent être prévenus d’une déconnexion', en: 'private networks where portals may be told of a logout' },
  HABILIS_TRUST_PROXY: {
    shape: shapes.proxies, otherwise: '',
    fr: 'répartiteurs dont les en-têtes X-Forwarded sont crus', en: 'proxies whose X-Forwarded headers are believed' },
  HABILIS_RATE_LIMITS: {
    shape: shapes.yesNo, otherwise: '1',
    fr: '0 pour ne compter les demandes de personne, lors d’essais de charge', en: '0 to count nobody’s requests, for load tests' },
  SMTP_URL: {
    shape: shapes.smtpUrl, otherwise: 'smtp://127.0.0.1:4406', secret: true,
    fr: 'serveur d’envoi des courriels', en: 'server that sends the mails' },
  MAIL_FROM: {
    shape: shapes.plainText, otherwise: 'Habilis <ne-pas-repondre@localhost>',
    fr: 'expéditeur des courriels', en: 'sender of the mails' },
  LOG_LEVEL: {
    shape: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'fatal, error, warn, info, debug, trace ou silent'), otherwise: 'info',
    fr: 'niveau des journaux techniques', en: 'level of the technical logs' },
} as const satisfies Variables;

/** What `npm start` reads besides, for the parts that stand around the service on one machine. */
// prettier-ignore
export const STACK = {
  HABILIS_DATA: {
    shape: shapes.plainText, otherwise: './.data',
    fr: 'dossier de la base embarquée, des secrets de développement et des journaux', en: 'folder of the embedded database, development secrets and logs' },
  PSC_PORT: {
    shape: shapes.port, otherwise: '4401',
    fr: 'simulateur Pro Santé Connect, émetteur', en: 'Pro Santé Connect simulator, issuer' },
  WALLET_PORT: {
    shape: shapes.port, otherwise: '4402',
    fr: 'simulateur Pro Santé Connect, page de connexion', en: 'Pro Santé Connect simulator, sign-in page' },
  ENRS_PORT: {
    shape: shapes.port, otherwise: '4403',
    fr: 'simulateur ENRS', en: 'ENRS simulator' },
  PORTAL_PORT: {
    shape: shapes.port, otherwise: '4404',
    fr: 'portail d’exemple', en: 'example portal' },
  MAIL_PORT: {
    shape: shapes.port, otherwise: '4405',
    fr: 'page des courriels interceptés', en: 'page of the mails caught' },
  SMTP_PORT: {
    shape: shapes.port, otherwise: '4406',
    fr: 'réception des courriels interceptés', en: 'where mails are caught' },
} as const satisfies Variables;

export type Environment = Values<typeof SERVICE>;
