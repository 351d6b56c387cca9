import path from 'node:path';
import { importPolicy, policyTexts } from '@habilis/access';
import { PgPolicies } from '@habilis/access/pg';
import { openDatabase } from '@habilis/database';
import { quantile } from '../measure/statistics.ts';
import type { Habilis, Replica } from '../sides/habilis.ts';
import { anyOf } from '../sides/subject.ts';
import { Asker } from './decision.ts';

const PUBLICATIONS = 20;

/**
 * How soon two replicas decide by a policy that was just put in force, milliseconds.
 *
 * Seen from the name under which answers may be kept: it changes with any word of the policy.
 *
 * @param config the folder whose policies are published, each time under another title
 */
export async function measureFollowing(
  habilis: Habilis,
  other: Replica,
  config: string,
): Promise<{ readonly p50: number; readonly most: number }> {
  const db = await openDatabase(habilis.databaseUrl, { poolSize: 2 });
  const store = new PgPolicies(db);
  const texts = policyTexts(path.join(config, 'policies'));
  const { account } = anyOf(habilis.people);
  const askers = [new Asker(habilis), new Asker({ portal: other.portal })];
  const times: number[] = [];
  try {
    for (let n = 0; n < PUBLICATIONS; n++) {
      const before = await Promise.all(askers.map((asker) => asker.epoch(account)));
      await importPolicy(store, new Map([...texts].map(([file, text]) => [file, text.replace(/^fr: .*$/m, `$& ${n}`)])), new Date(), true);
      const committed = performance.now();
      await Promise.all(askers.map(async (asker, at) => {
        while ((await asker.epoch(account)) === before[at]) if (performance.now() > committed + 10_000) throw new Error('a replica does not follow the policy');
      })); // prettier-ignore
      times.push(performance.now() - committed);
    }
  } finally {
    await db.close();
  }
  return { p50: quantile(times, 0.5), most: Math.max(...times) };
}
