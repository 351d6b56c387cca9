import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readEnvironment, SERVICE, STACK } from '@habilis/settings';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

/** One program of the stack. */
export interface Part {
  readonly id: string;
  /** Its name for people. */
  readonly label: string;
  /** What Node runs. */
  readonly program: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Answers below 500 once the part works. */
  readonly readyAt: string;
  /** Folders whose changes restart it in development. */
  readonly sources: readonly string[];
}

export interface Plan {
  readonly data: string;
  readonly issuer: string;
  readonly ports: Readonly<Record<PortName, number>>;
  /** Of a PostgreSQL that is already there; the stack starts its own when undefined. */
  readonly databaseUrl: string | undefined;
  /** What every part is given; what the person set wins. */
  readonly env: Readonly<Record<string, string>>;
}

const PORTS = ['PORT', 'PSC_PORT', 'WALLET_PORT', 'ENRS_PORT', 'PORTAL_PORT', 'MAIL_PORT', 'SMTP_PORT'] as const;
type PortName = (typeof PORTS)[number];

/**
 * What will be started, from the environment.
 *
 * @throws SettingsError when a variable is wrong
 */
export function planOf(env: NodeJS.ProcessEnv): Plan {
  const { PORT, HABILIS_CONFIG } = SERVICE;
  const { HABILIS_DATA, ...read } = readEnvironment({ ...STACK, PORT, HABILIS_CONFIG }, env, [SERVICE]);
  const ports = Object.fromEntries(PORTS.map((name) => [name, read[name]])) as Record<PortName, number>;
  const issuer = env['HABILIS_ISSUER'] || `http://localhost:${ports.PORT}`;
  const given = Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return {
    data: path.resolve(root, HABILIS_DATA),
    issuer,
    ports,
    databaseUrl: env['DATABASE_URL'] || undefined,
    env: {
      NODE_ENV: 'development',
      HABILIS_ISSUER: issuer,
      HABILIS_SEED: '1',
      HABILIS_BACKCHANNEL_NETWORKS: '127.0.0.0/8,::1/128',
      SMTP_URL: `smtp://127.0.0.1:${ports.SMTP_PORT}`,
      SIMULATOR_IAM_ORIGINS: issuer,
      HABILIS_PSC_ISSUER: `http://localhost:${ports.PSC_PORT}/auth/realms/esante-wallet`,
      HABILIS_PSC_WALLET: `http://localhost:${ports.WALLET_PORT}`,
      HABILIS_ENRS_ISSUER: `http://localhost:${ports.ENRS_PORT}/AutoConnectSSO/idserver`,
      ...Object.fromEntries(PORTS.map((name) => [name, String(ports[name])])),
      ...Object.fromEntries(given),
      HABILIS_CONFIG: path.resolve(root, read.HABILIS_CONFIG),
    },
  };
}

/** The service, and the programs around it, which can start before it. */
export interface Parts {
  readonly simulator: Part;
  /** @param databaseUrl where the database was found; @param secrets those of this machine */
  iam(databaseUrl: string, secrets: Readonly<Record<string, string>>): Part;
  readonly portal: Part;
}

export function partsOf(plan: Plan, watch: boolean): Parts {
  const program = (app: string) => [
    path.join(root, 'apps', app, watch ? 'src/main.ts' : app === 'iam' ? 'dist/bundle/main.js' : 'dist/main.js'),
  ];
  const local = (name: PortName) => `http://127.0.0.1:${plan.ports[name]}`;
  return {
    simulator: {
      id: 'simulator',
      label: 'Simulateur Pro Santé Connect et ENRS',
      program: program('simulator'),
      env: plan.env,
      readyAt: local('ENRS_PORT'),
      sources: ['apps/simulator/src'],
    },
    iam: (databaseUrl, secrets) => ({
      id: 'iam',
      label: 'Habilis',
      program: program('iam'),
      env: { ...secrets, ...plan.env, DATABASE_URL: databaseUrl },
      readyAt: `${local('PORT')}/health/ready`,
      sources: ['apps/iam/src', 'libs', 'config'],
    }),
    portal: {
      id: 'portal',
      label: 'Portail d’exemple',
      program: program('portal'),
      env: plan.env,
      readyAt: local('PORTAL_PORT'),
      sources: ['apps/portal/src'],
    },
  };
}
