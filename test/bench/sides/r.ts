import path from 'node:path';
import type { BenchPostgres } from '../measure/postgres.ts';
import type { BareUpstreamOptions } from './bare-upstream.ts';
import { plainAdapters } from './plain-adapter.ts';
import { BenchPortal, newBrowser, PORTAL, type Answering } from './portal.ts';
import { answers, start, type Running } from './process.ts';
import { profiled } from './program.ts';
import { signedIn } from './signed-in.ts';
import type { Subject } from './subject.ts';
import { answerWallet } from './upstream.ts';

/** Nobody asks anything: R's sign-in page lets anybody in and redirects. */
const nothing: Answering = async (_browser, page) => {
  throw new Error(`R showed a page: ${page.url.href} ${page.status}`);
};

export interface YardstickOptions {
  readonly name: string;
  readonly database: string;
  readonly port: number;
  readonly signedIn: number;
  /** Where its people prove who they are; nowhere unless told. */
  readonly upstream?: Omit<BareUpstreamOptions, 'callback'>;
}

/** Starts the yardstick with some people signed in. */
export async function startYardstick(postgres: BenchPostgres, options: YardstickOptions): Promise<Subject> {
  const { name, database, port, upstream } = options;
  const databaseUrl = await postgres.newDatabase(database);
  const answering = upstream ? answerWallet : nothing;
  const origin = `http://localhost:${port}`;
  const program = path.join(import.meta.dirname, 'yardstick.ts');
  const env = {
    ...{ PORT: String(port), DATABASE_URL: databaseUrl, BENCH_PORTAL: JSON.stringify(PORTAL) },
    ...(upstream && { BENCH_UPSTREAM: JSON.stringify({ ...upstream, callback: `${origin}/upstream/psc/callback` }) }),
  };
  const running: Running = start([...profiled('r'), '--disable-warning=ExperimentalWarning', program], env);
  await answers(`${origin}/jwks`, running);
  const portal = new BenchPortal(origin);
  const one = await portal.signIn(newBrowser(), answering);
  const { adapters, close } = await plainAdapters(databaseUrl);
  const accounts = Array.from({ length: options.signedIn }, (_, n) => `acc-bench-${n + 1_000_000}`);
  const copies = await signedIn(accounts, one, adapters);
  await close();
  return {
    name,
    pid: running.pid,
    database,
    portal,
    people: copies,
    signIn: (browser = newBrowser()) => portal.signIn(browser, answering),
    async stop() {
      await portal.wire.close();
      await running.stop();
    },
  };
}
