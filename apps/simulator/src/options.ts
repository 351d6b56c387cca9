import { habilisClient, type Client, type UpstreamName } from './clients.ts';
import type { Settings } from './settings.ts';

interface Ports {
  readonly psc: number;
  readonly wallet: number;
  readonly enrs: number;
}

export interface SimulatorOptions {
  /** 0, the default, takes a free port. */
  readonly ports?: Partial<Ports>;
  /** Where the service under test runs: its usual addresses are registered there. */
  readonly iamOrigins?: readonly string[];
  /** In place of the clients made from `iamOrigins`. */
  readonly clients?: Partial<Record<UpstreamName, readonly Client[]>>;
  readonly settings?: Partial<Record<UpstreamName, Partial<Settings>>>;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Serves https with a throw-away authority, and takes client certificates. */
  readonly tls?: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Error when NODE_ENV is production: anybody can sign in as anybody here */
export function refuseProduction(env: Environment): void {
  if (env['NODE_ENV'] === 'production') {
    throw new Error(
      'Le simulateur refuse de démarrer en production : il laisse entrer n’importe qui. Retirez-le du déploiement, ou NODE_ENV=production de cet essai.',
    );
  }
}

function port(env: Environment, name: string, byDefault: number): number {
  const value = env[name] ?? '';
  if (value === '') return byDefault;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) throw new Error(`${name} : « ${value} » n’est pas un port (0 à 65535).`);
  return number;
}

function origin(text: string): string {
  if (URL.canParse(text) && new URL(text).origin === text) return text;
  throw new Error(`SIMULATOR_IAM_ORIGINS : « ${text} » n’est pas une origine, comme http://localhost:4400 sans barre finale.`);
}

export function optionsFromEnvironment(env: Environment): SimulatorOptions {
  const origins = env['SIMULATOR_IAM_ORIGINS'] || 'http://localhost:4400';
  return {
    ports: { psc: port(env, 'PSC_PORT', 4401), wallet: port(env, 'WALLET_PORT', 4402), enrs: port(env, 'ENRS_PORT', 4403) },
    iamOrigins: origins.split(',').map((text) => origin(text.trim())),
    tls: env['SIMULATOR_TLS'] === '1',
  };
}

export const clientsOf = (options: SimulatorOptions, upstream: UpstreamName): readonly Client[] =>
  options.clients?.[upstream] ?? [habilisClient(upstream, options.iamOrigins ?? ['http://localhost:4400'])];
