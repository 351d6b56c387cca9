import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import { freshDatabase } from '@habilis/test/database';
import { emptyAll, factsOf, seedOrganisations, seedPerson } from '../../pg/testing/rows.ts';
import { aConsole, asking } from './a-console.ts';

/** The console of a community with two administrators and a member, and of another one with its own administrator. */
class TrialConsole {
  readonly clock = new FixedClock('2036-03-03T08:00:00Z');
  db!: Database & { url: string };
  app!: NestExpressApplication;
  #since = 0;

  async open(): Promise<void> {
    this.db = await freshDatabase();
    await seedOrganisations(this.db);
    this.app = await aConsole(this.db, this.clock);
  }

  async begin(): Promise<void> {
    this.clock.advance(2 * 3_600_000); // a reading leaves a fact once an hour
    await emptyAll(this.db.url);
    await seedOrganisations(this.db);
    await seedPerson(this.db, 'acc-admin', ['org-cpts'], ['site-administrator@org-cpts']);
    await seedPerson(this.db, 'acc-second', ['org-cpts'], ['site-administrator@org-cpts']);
    await seedPerson(this.db, 'acc-paul', ['org-cpts']);
    await seedPerson(this.db, 'acc-far', ['org-other'], ['site-administrator@org-other']);
    this.#since = (await factsOf(this.db)).length;
  }

  as = (me: string) => asking(() => this.app, me);

  /** What was put on record since the test began. */
  newFacts = async () => (await factsOf(this.db)).slice(this.#since).map(({ what }) => what);

  async close(): Promise<void> {
    await this.app.close();
    await this.db.close();
  }
}

/** Opens the console before the tests of a file, empties it before each, and closes it after them. */
export function onConsole(): TrialConsole {
  const console = new TrialConsole();
  beforeAll(() => console.open());
  beforeEach(() => console.begin());
  afterAll(() => console.close());
  return console;
}
