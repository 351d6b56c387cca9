import { SuspendAccess } from '@habilis/accounts';
import { PgAccounts } from '@habilis/accounts/pg';
import { openDatabase } from '@habilis/database';
import { SystemClock, type Caller } from '@habilis/kernel';
import type { BenchPostgres } from '../measure/postgres.ts';
import { quantile } from '../measure/statistics.ts';
import type { Habilis } from '../sides/habilis.ts';
import { ORGANISATION } from '../sides/population.ts';
import type { BenchPortal } from '../sides/portal.ts';
import type { SignedIn } from '../sides/signed-in.ts';
import { Asker } from './decision.ts';

/** How soon a suspension is felt at another replica than the one that wrote it. */
export interface Visibility {
  /** Milliseconds from the commit to the first refusal, by the slowest of introspection, userinfo and decision. */
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
  /** Questions sent after the commit had been acknowledged, and answered as before it. */
  readonly stale: number;
  readonly suspensions: number;
}

/** Rights are not what is measured: this administrator may do everything. */
const ADMINISTRATOR: Caller = { id: 'acc-sophie-bernard', must: () => undefined, can: () => true, organisationsFor: () => [ORGANISATION] };

/**
 * Suspends people one after another through the use case itself, and watches another replica.
 *
 * @param people signed in, who will not be any more
 * @param cut also ends the replicas' notification links, again before each suspension
 */
export async function measureRevocation(
  habilis: Habilis,
  other: BenchPortal,
  postgres: BenchPostgres,
  people: readonly SignedIn[],
  cut: boolean,
): Promise<Visibility> {
  const db = await openDatabase(habilis.databaseUrl, { poolSize: 2 });
  const suspend = new SuspendAccess(new PgAccounts(db), new SystemClock());
  const asker = new Asker({ portal: other });
  const seen: Watched[] = [];
  try {
    for (const person of people) {
      if (cut) await postgres.cut('habilis-listen');
      seen.push(await watch(doorsOf(person, other, asker), async () => {
        await suspend.run(ADMINISTRATOR, { accountId: person.account, organisation: ORGANISATION, why: 'security-incident' });
      })); // prettier-ignore
    }
  } finally {
    await db.close();
  }
  const times = seen.map(({ ms }) => ms);
  return {
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    most: Math.max(...times),
    stale: seen.reduce((sum, { stale }) => sum + stale, 0),
    suspensions: seen.length,
  };
}

type Door = () => Promise<boolean>;

const doorsOf = ({ account, accessToken }: SignedIn, portal: BenchPortal, asker: Asker): Door[] => [
  () => portal.introspect(accessToken),
  () => portal.userinfo(accessToken),
  () => asker.one(account),
];

interface Watched {
  readonly ms: number;
  readonly stale: number;
}

/** Keeps knocking at each door until it is shut, while `act` shuts them. */
async function watch(doors: readonly Door[], act: () => Promise<void>): Promise<Watched> {
  let committed = Number.POSITIVE_INFINITY;
  const knocking = doors.map(async (door) => {
    let stale = 0;
    for (;;) {
      const sent = performance.now();
      if (!(await door())) return { shut: performance.now(), stale };
      if (sent > committed) stale++;
      if (sent > committed + 10_000) throw new Error('a door is still open ten seconds after a suspension');
    }
  });
  await new Promise((resolve) => setTimeout(resolve, 5));
  await act();
  committed = performance.now();
  const shut = await Promise.all(knocking);
  return { ms: Math.max(0, ...shut.map((each) => each.shut - committed)), stale: shut.reduce((sum, each) => sum + each.stale, 0) };
}
