import os from 'node:os';
import { hashSync, verifySync } from '@node-rs/argon2';
import { answer } from './answering.ts';
import { foreignHash, matchesForeign } from './foreign-hash.ts';

/** One hash to make, or one to compare with. */
export type HashJob =
  | { readonly do: 'hash'; readonly plain: string; readonly cost: { memoryCost: number; timeCost: number; parallelism: number } }
  | { readonly do: 'verify'; readonly plain: string; readonly phc: string };

/** Below everything else that wants a core: half of `nice`'s way down, so that a hash still gets a tenth of a busy one. */
const PRIORITY = 10;

// On Linux a priority is a thread's own; elsewhere it would be the whole service's.
if (process.platform === 'linux') os.setPriority(PRIORITY);

answer<HashJob>((job) => (job.do === 'hash' ? hashSync(job.plain, job.cost) : matches(job.plain, job.phc)));

/** argon2 of any kind; bcrypt and PBKDF2 for hashes that came from elsewhere. */
function matches(plain: string, phc: string): boolean | Promise<boolean> {
  if (phc.startsWith('$argon2')) return verifySync(phc, plain);
  const elsewhere = foreignHash(phc);
  return elsewhere !== undefined && matchesForeign(plain, phc, elsewhere);
}
