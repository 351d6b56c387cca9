import { openDatabase, Sealer } from '@habilis/database';
import { SystemClock } from '@habilis/kernel';
import { PgSigningKeys } from '@habilis/provider/pg';
import type { Environment } from '@habilis/settings';

/**
 * Begins to sign with the keys published last, and publishes the next ones; running replicas follow by themselves.
 *
 * `node apps/iam/dist/main.js rotate-keys`. The keys of before stay published for as long as anything they signed.
 */
export async function rotateKeys(env: Environment): Promise<void> {
  const db = await openDatabase(env.DATABASE_URL, { poolSize: 1 });
  try {
    const keys = await PgSigningKeys.open(db, new Sealer(env.HABILIS_SEAL_KEYS), new SystemClock());
    await keys.rotate('system:operator');
    await keys.reload();
    process.stdout.write(
      `Clés changées. Publiées à présent : ${keys
        .signing()
        .map(({ kid, alg }) => `${alg} ${kid}`)
        .join(', ')}\n`,
    );
  } finally {
    await db.close();
  }
}
