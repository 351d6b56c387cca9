import { Enrol } from '@habilis/accounts';
import { PgAccounts } from '@habilis/accounts/pg';
import { openDatabase } from '@habilis/database';
import { SystemClock } from '@habilis/kernel';
import { personaById } from '../../apps/simulator/src/personas.ts';

/**
 * Gives people of the simulator a place in an organisation, as an operator does.
 *
 * @returns their accounts, in the order asked
 */
export async function enrol(databaseUrl: string, organisation: string, ...personas: string[]): Promise<string[]> {
  const db = await openDatabase(databaseUrl, { poolSize: 1 });
  try {
    const enrolment = new Enrol(new PgAccounts(db), new SystemClock());
    const accounts: string[] = [];
    for (const id of personas) {
      const { given, family, nationalId } = personaById(id)!;
      const person = { id: `acc-${id}`, givenName: given, familyName: family, nationalId: nationalId!, organisations: [organisation] };
      const account = await enrolment.run(person);
      if (!account) throw new Error(`${id} was on record already`);
      accounts.push(account);
    }
    return accounts;
  } finally {
    await db.close();
  }
}
