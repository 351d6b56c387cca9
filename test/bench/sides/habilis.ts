import { freePorts } from '@habilis/test/ports';
import type { BenchPostgres } from '../measure/postgres.ts';
import { BenchPortal, newBrowser } from './portal.ts';
import { answers, start, type Running } from './process.ts';
import { PEPPER, SEAL_KEY } from './keys.ts';
import { members, populate } from './population.ts';
import { programOf } from './program.ts';
import { recordAdaptersOf } from './record-adapters.ts';
import { signedIn } from './signed-in.ts';
import type { Subject } from './subject.ts';
import { throughUpstream } from './upstream.ts';

export interface HabilisOptions {
  readonly name: string;
  readonly database: string;
  readonly accounts: number;
  /** How many of them are signed in. */
  readonly signedIn: number;
  readonly port: number;
  readonly config: string;
}

/** The service under measure, on a database of its own. */
export interface Habilis extends Subject {
  readonly databaseUrl: string;
  /** Starts one more process on the same database. @returns it, with the milliseconds until it was ready */
  replica(): Promise<Replica>;
}

export interface Replica {
  readonly pid: number;
  readonly portal: BenchPortal;
  readonly readyMs: number;
  stop(): Promise<void>;
}

/** Starts the service with a community in its database. */
export async function startHabilis(postgres: BenchPostgres, options: HabilisOptions): Promise<Habilis> {
  const { name, database, accounts, port, config } = options;
  const databaseUrl = await postgres.newDatabase(database);
  const issuer = `http://localhost:${port}`;
  const startAt = (at: number): Running => start(programOf('iam'), environment({ at, issuer, config, databaseUrl }));
  const running = startAt(port);
  await answers(`http://127.0.0.1:${port}/health/ready`, running);
  await populate(databaseUrl, accounts);
  const portal = new BenchPortal(issuer);
  const one = await portal.signIn(newBrowser(), throughUpstream);
  const records = await recordAdaptersOf(databaseUrl, issuer, config);
  const people = await signedIn(members(accounts, options.signedIn), one, records.adapters);
  await records.close();
  return {
    ...{ name, pid: running.pid, database, databaseUrl, portal, people },
    signIn: (browser = newBrowser()) => portal.signIn(browser, throughUpstream),
    async replica() {
      const [another] = await freePorts(1);
      const process = startAt(another!);
      const readyMs = await answers(`http://127.0.0.1:${another}/health/ready`, process);
      const itsPortal = new BenchPortal(`http://localhost:${another}`);
      return {
        ...{ pid: process.pid, portal: itsPortal, readyMs },
        stop: async () => {
          await itsPortal.wire.close();
          await process.stop();
        },
      };
    },
    async stop() {
      await portal.wire.close();
      await running.stop();
    },
  };
}

interface Place {
  readonly at: number;
  readonly issuer: string;
  readonly config: string;
  readonly databaseUrl: string;
}

const environment = ({ at, issuer, config, databaseUrl }: Place): Record<string, string> => ({
  PORT: String(at),
  HABILIS_ISSUER: issuer,
  HABILIS_CONFIG: config,
  DATABASE_URL: databaseUrl,
  HABILIS_SEED: '1',
  HABILIS_SEAL_KEYS: SEAL_KEY.join(':'),
  HABILIS_COOKIE_KEYS: 'bench:bench-cookie-key-of-more-than-thirty-two-characters',
  HABILIS_PEPPER: PEPPER,
  HABILIS_BACKCHANNEL_NETWORKS: '127.0.0.0/8',
});
