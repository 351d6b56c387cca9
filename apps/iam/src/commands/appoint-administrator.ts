import { PgGrants } from '@habilis/access/pg';
import { openDatabase } from '@habilis/database';
import { newId, SystemClock } from '@habilis/kernel';
import type { Environment } from '@habilis/settings';

const ROLE = 'site-administrator';
const DAYS = 30;
const USAGE = 'Usage : appoint-administrator <organisation> <compte>';

/**
 * Makes a member of an organisation its administrator for a month, when nobody is left there who could.
 *
 * `node apps/iam/dist/main.js appoint-administrator org-cpts-briey acc-…`. Refused while somebody effective holds the role:
 * they grant it. It is a fact like any grant, by `system:operator`.
 *
 * @fr nomination de secours d'un administrateur
 */
export async function appointAdministrator(env: Environment, [organisation, account]: readonly string[]): Promise<void> {
  if (!organisation || !account) throw new Error(USAGE);
  const db = await openDatabase(env.DATABASE_URL, { poolSize: 1 });
  try {
    const at = new SystemClock().now();
    const until = new Date(at.getTime() + DAYS * 24 * 3_600_000);
    const id = newId('grant');
    await new PgGrants(db).deciding([account], async (desk) => {
      const holder = (await desk.holdings.read([account])).get(account);
      if (!holder?.standing.memberships.some((each) => each.organisation === organisation && each.stage === 'active'))
        throw new Error(`${account} n’est pas membre de ${organisation}.`);
      if (await desk.heldByAnother({ role: ROLE, organisation, account }, at))
        throw new Error(`${organisation} a un administrateur effectif : c’est à lui d’habiliter.`);
      const order = { by: 'system:operator', why: 'replacement' } as const;
      await desk.add({
        next: { id, account, role: ROLE, organisation, from: at, until, ...order, revokedAt: null, revokedBy: null },
        fact: { what: 'role.granted', on: account, at, ...order, source: 'CPAM13.10.2', organisation, details: { grant: id, role: ROLE, until: until.toISOString(), breakGlass: true } }, // prettier-ignore
      });
    });
    process.stdout.write(`${account} est administrateur de ${organisation} jusqu’au ${until.toISOString()}.\n`);
  } finally {
    await db.close();
  }
}
