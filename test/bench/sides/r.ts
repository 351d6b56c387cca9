import path from 'node:path';
import { freePorts } from '@habilis/test/ports';
import type { BenchPostgres } from '../measure/postgres.ts';
import { plainAdapters } from './plain-adapter.ts';
import { BenchPortal, newBrowser, PORTAL, type Answering } from './portal.ts';
import { answers, start, type Running } from './process.ts';
import { profiled } from './program.ts';
import { signedIn } from './signed-in.ts';
import type { Subject } from './subject.ts';

/** Nobody asks anything: R's sign-in page lets anybody in and redirects. */
const nothing: Answering = async (_browser, page) => {
  throw new Error(`R showed a page: ${page.url.href} ${page.status}`);
};

/** Starts the yardstick with some people signed in. */
export async function startYardstick(postgres: BenchPostgres, people: number): Promise<Subject> {
  const databaseUrl = await postgres.newDatabase('yardstick');
  const [port] = await freePorts(1);
  const origin = `http://localhost:${port}`;
  const program = path.join(import.meta.dirname, 'yardstick.ts');
  const env = { PORT: String(port), DATABASE_URL: databaseUrl, BENCH_PORTAL: JSON.stringify(PORTAL) };
  const running: Running = start([...profiled('r'), '--disable-warning=ExperimentalWarning', program], env);
  await answers(`${origin}/jwks`, running);
  const portal = new BenchPortal(origin);
  const one = await portal.signIn(newBrowser(), nothing);
  const { adapters, close } = await plainAdapters(databaseUrl);
  const accounts = Array.from({ length: people }, (_, n) => `acc-bench-${n + 1_000_000}`);
  const copies = await signedIn(accounts, one, adapters);
  await close();
  return {
    name: 'R',
    pid: running.pid,
    database: 'yardstick',
    portal,
    people: copies,
    signIn: (browser = newBrowser()) => portal.signIn(browser, nothing),
    async stop() {
      await portal.wire.close();
      await running.stop();
    },
  };
}
