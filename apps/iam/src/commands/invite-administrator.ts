import { PgGrants } from '@habilis/access/pg';
import { invited } from '@habilis/credentials';
import { PgIdentifiers, PgInvitations, PgOneTimeLinks } from '@habilis/credentials/pg';
import { openDatabase } from '@habilis/database';
import { newId, SystemClock } from '@habilis/kernel';
import type { Environment } from '@habilis/settings';
import { newcomers } from '../parts/newcomers.ts';
import { Misuse } from './misuse.ts';

const ROLE = 'site-administrator';
const DAYS = 365;
const USAGE = 'Usage : invite-administrator <organisation> <prénom> <nom> <courriel>';

/**
 * Opens the account of a first administrator and prints the link by which they choose what they sign in with.
 *
 * `node apps/iam/dist/main.js invite-administrator org-cpts-briey Sophie Bernard sophie@exemple.fr`. The link works once, for
 * half an hour; nobody ever sees or sets a password. For the day there is nobody to invite anybody.
 *
 * @fr premier administrateur
 */
export async function inviteAdministrator(env: Environment, given: readonly string[]): Promise<void> {
  const [organisation, givenName, familyName, email] = given;
  const who = invited.safeParse({ organisation, givenName, familyName, email });
  if (!who.success) throw new Misuse(USAGE);
  const db = await openDatabase(env.DATABASE_URL, { poolSize: 2 });
  try {
    const clock = new SystemClock();
    const links = new PgOneTimeLinks(db, clock, env.HABILIS_PEPPER);
    const invitations = new PgInvitations(db, links, new PgIdentifiers(db, clock), newcomers, clock);
    const { account, link } = await invitations.invite(who.data, { by: 'system:operator', link: 'bootstrap' });
    const at = clock.now();
    const [id, until] = [newId('grant'), new Date(at.getTime() + DAYS * 24 * 3_600_000)];
    const order = { by: 'system:operator', why: 'new-duties' } as const;
    const change = {
      next: { id, account, role: ROLE, organisation: who.data.organisation, from: at, until, ...order, revokedAt: null, revokedBy: null },
      fact: { what: 'role.granted', on: account, at, ...order, source: 'CPAM13.10.2' as const, organisation: who.data.organisation, details: { grant: id, role: ROLE } }, // prettier-ignore
    };
    await new PgGrants(db).deciding([account], (desk) => desk.add(change));
    process.stdout.write(`Lien à remettre en main propre, utilisable une fois, pendant 30 minutes :\n${links.address({ id: link, kind: 'bootstrap' }, env.HABILIS_ISSUER)}\n`); // prettier-ignore
  } finally {
    await db.close();
  }
}
