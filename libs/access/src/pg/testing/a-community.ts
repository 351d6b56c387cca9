import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import type { Caller } from '@habilis/kernel';
import { freshDatabase } from '@habilis/test/database';
import { Callers } from '../../decision/callers.ts';
import { loadPolicy } from '../../policy/language/load-policy.ts';
import { NoMachines } from '../../testing/no-machines.ts';
import { PgGrants } from '../pg-grants.ts';
import { PgHoldings } from '../pg-holdings.ts';
import { emptyAll, factsOf, seedOrganisations, seedPerson } from './rows.ts';

/** Ahead of the machine's clock: the database leaves out what ended long before its own now. */
const NOW = '2036-03-03T08:00:00Z';
export const clock = new FixedClock(NOW);
/** The policy of the example configuration. */
export const policy = loadPolicy(fileURLToPath(new URL('../../../../../config/policies', import.meta.url)));

/** Who is there when a test begins: an active place in each organisation, and roles there as `role@organisation`. */
type People = Readonly<Record<string, { readonly at: readonly string[]; readonly holds?: readonly string[] }>>;

/** A community in a database of its own, the same at the beginning of each test. */
class Community {
  db!: Database & { url: string };
  grants!: PgGrants;
  callers!: Callers;
  #since = 0;

  constructor(private readonly people: People) {}

  async open(): Promise<void> {
    this.db = await freshDatabase();
    this.grants = new PgGrants(this.db);
    this.callers = new Callers(policy, new PgHoldings(this.db), new NoMachines(), clock);
  }

  async begin(): Promise<void> {
    clock.set(NOW);
    this.#since = await emptyAll(this.db.url);
    await seedOrganisations(this.db);
    for (const [id, { at, holds }] of Object.entries(this.people)) await seedPerson(this.db, id, at, holds);
  }

  caller(id: string): Promise<Caller> {
    return this.callers.forAccount(id);
  }

  /** The journal since the test began. */
  facts() {
    return factsOf(this.db, this.#since);
  }
}

/** Opens a community before the tests of a file, and closes it after them. */
export function aCommunity(people: People): Community {
  const community = new Community(people);
  beforeAll(() => community.open());
  beforeEach(() => community.begin());
  afterAll(() => community.db.close());
  return community;
}
