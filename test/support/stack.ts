import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freshDatabaseUrl } from './database.ts';
import { freePorts } from './ports.ts';
import { answers, ROOT, run, type Running } from './processes.ts';

/** The whole product, as real processes on ports of their own. */
export interface Stack {
  readonly issuer: string;
  /** Addresses of the replicas; the first is the issuer's. */
  readonly replicas: readonly string[];
  readonly portal: string;
  readonly psc: string;
  readonly enrs: string;
  readonly databaseUrl: string;
  /** Where the service sends mail; nobody listens there until a test does. */
  readonly smtpPort: number;
  readonly iam: Running[];
  /** Starts one more process of the service on the same database and port. */
  restart(replica: number): Promise<void>;
  restartPortal(): Promise<void>;
  stopPortal(): Promise<void>;
  stop(): Promise<void>;
}

export const SECRETS = {
  HABILIS_SEAL_KEYS: 'k1:test-seal-key-of-more-than-thirty-two-characters',
  HABILIS_COOKIE_KEYS: 'k1:test-cookie-key-of-more-than-thirty-two-characters',
  HABILIS_PEPPER: 'test-pepper-of-more-than-thirty-two-characters-long',
};

export interface StackOptions {
  /** How many processes of the service share the database. */
  readonly replicas?: number;
  readonly database?: string;
  /** Files of the configuration besides the seed's, by their path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Starts simulator, service and example portal on one new database. */
export async function startStack({ replicas = 1, database, files = {} }: StackOptions = {}): Promise<Stack> {
  const [psc, wallet, enrs, portal, mail, ...iam] = await freePorts(5 + replicas);
  const issuer = `http://localhost:${iam[0]}`;
  const config = configuration({ 4400: iam[0]!, 4401: psc!, 4402: wallet!, 4403: enrs!, 4404: portal!, 4405: mail! });
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(config, file), text);
  const databaseUrl = database ?? (await freshDatabaseUrl());

  const simulator = run('simulator', {
    PSC_PORT: String(psc),
    WALLET_PORT: String(wallet),
    ENRS_PORT: String(enrs),
    SIMULATOR_IAM_ORIGINS: issuer,
  });
  const startIam = (port: number) =>
    run('iam', {
      ...SECRETS,
      // The files name these ports through the environment.
      PORTAL_PORT: String(portal),
      PSC_PORT: String(psc),
      WALLET_PORT: String(wallet),
      ENRS_PORT: String(enrs),
      // Nobody listens there: a test's mail must not reach a stack somebody has running.
      SMTP_URL: `smtp://127.0.0.1:${mail}`,
      PORT: String(port),
      HABILIS_ISSUER: issuer,
      HABILIS_CONFIG: config,
      DATABASE_URL: databaseUrl,
      HABILIS_SEED: '1',
      HABILIS_RATE_LIMITS: '0',
      HABILIS_BACKCHANNEL_NETWORKS: '127.0.0.0/8,::1/128',
      LOG_LEVEL: 'warn',
    });
  const startPortal = () => run('portal', { PORTAL_PORT: String(portal), HABILIS_ISSUER: issuer });
  const origin = (port: number) => `http://localhost:${port}`;
  const services = iam.map(startIam);
  let portalProcess = startPortal();
  const stop = async () => {
    await Promise.all([simulator, portalProcess, ...services].map((process) => process.stop()));
    rmSync(config, { recursive: true, force: true });
  };
  try {
    await Promise.all(services.map((service, i) => answers(`${origin(iam[i]!)}/health/ready`, service)));
    await answers(`${origin(psc!)}/simulator/faults`, simulator);
    await answers(`${origin(portal!)}/`, portalProcess);
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    issuer,
    replicas: iam.map(origin),
    portal: origin(portal!),
    psc: origin(psc!),
    enrs: origin(enrs!),
    databaseUrl,
    smtpPort: mail!,
    iam: services,
    async restart(replica) {
      services[replica] = startIam(iam[replica]!);
      await answers(`${origin(iam[replica]!)}/health/ready`, services[replica]);
    },
    async restartPortal() {
      portalProcess = startPortal();
      await answers(`${origin(portal!)}/`, portalProcess);
    },
    stopPortal: () => portalProcess.stop(),
    stop,
  };
}

/** The seed configuration, with its addresses moved to this run's ports. */
function configuration(ports: Record<number, number>): string {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'habilis-config-'));
  cpSync(path.join(ROOT, 'config'), directory, { recursive: true });
  for (const file of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.yaml')) continue;
    const at = path.join(directory, file);
    writeFileSync(
      at,
      readFileSync(at, 'utf8').replace(/localhost:(\d{4})\b/g, (whole, port) => (ports[port] ? `localhost:${ports[port]}` : whole)),
    );
  }
  return directory;
}
