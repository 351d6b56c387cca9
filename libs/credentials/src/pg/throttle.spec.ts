import { randomUUID } from 'node:crypto';
import { PgTallies } from '@habilis/credentials/pg';
import { Throttle, THROTTLES, type Guess } from '@habilis/credentials';
import type { Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import { freshDatabase } from '@habilis/test/database';

describe('guesses', () => {
  let db: Database & { url: string };
  const clock = new FixedClock();
  let run = 0;
  /** Someone nobody has tried yet, from an address nobody has used. */
  const guess = (changes: Partial<Guess> = {}): Guess => ({
    ...{ identifier: `julie-${run}`, address: `198.51.100.${run % 250}`, knownBrowser: undefined, password: `wrong ${randomUUID()}` },
    ...changes,
  });
  const throttle = () => new Throttle(new PgTallies(db, clock), 'a pepper of the tests, long enough');
  const wrong = async (times: number, changes: Partial<Guess> = {}) => {
    for (let i = 0; i < times; i += 1) await throttle().password(guess(changes));
  };
  const slow = (changes: Partial<Guess> = {}) => expect(throttle().password(guess(changes))).rejects.toMatchObject({ code: 'sign-in.slow', kind: 'busy' }); // prettier-ignore

  beforeAll(async () => {
    db = await freshDatabase();
  });
  beforeEach(() => {
    run += 1;
    clock.advance(49 * 3_600_000);
  });
  afterAll(() => db.close());

  it('are five without a wait, then more than a minute apart, and longer each time', async () => {
    await wrong(5);
    await slow();
    clock.advance(61_000);
    await wrong(1);
    clock.advance(61_000);
    await slow();
    clock.advance(60_000);
    await wrong(1);
  });

  it('are counted before they are checked: of forty at once, on two replicas, five go through', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 40 }, () => throttle().password(guess())));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  });

  it('that find the same last try free are let through one by one: one of them', async () => {
    await wrong(4);
    const tries = await db.transaction(async (tx) => {
      await tx.query({ name: 'spec.hold', text: 'select from guess_tally for update' });
      const waiting = [1, 2, 3].map(() => throttle().password(guess()));
      await new Promise((resolve) => setTimeout(resolve, 300)); // until all three have looked, and wait to count
      return waiting;
    });
    expect((await Promise.allSettled(tries)).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it('are twenty-five in a day, however patient', async () => {
    await wrong(5);
    for (let i = 5; i < 25; i += 1) {
      clock.advance(3_600_000 / 2);
      await throttle().password(guess({ address: `203.0.113.${i}` })).catch(() => clock.advance(3_600_000 / 2)); // prettier-ignore
    }
    const spent = await db.query<{ tries: number }>({ name: 'spec.most', text: 'select max(tries)::int as tries from guess_tally' });
    expect(spent[0]!.tries).toBeLessThanOrEqual(THROTTLES.account.day);
  });

  it('elsewhere take nothing from a browser the person knows', async () => {
    await wrong(5);
    await slow();
    await throttle().password(guess({ knownBrowser: 'theirs' }));
    await wrong(4, { knownBrowser: 'theirs' });
    await slow({ knownBrowser: 'theirs' });
    await throttle().password(guess({ knownBrowser: 'their other one' }));
  });

  it('are given back when the answer was right', async () => {
    await wrong(4);
    const { forgive } = await throttle().password(guess());
    await forgive();
    await wrong(5);
    await slow();
  });

  it('at many people from one address are caught, and say so once', async () => {
    const caught: string[] = [];
    for (let i = 0; i < THROTTLES.address.free; i += 1) caught.push(...(await throttle().password(guess({ identifier: `person ${run} ${i}` }))).caught); // prettier-ignore
    expect(caught).toEqual(['address']);
    await slow({ identifier: 'someone else again' });
    await throttle().password(guess({ identifier: 'someone else again', address: '192.0.2.77' }));
  });

  it('with one password at many people from many addresses are caught', async () => {
    const password = `Printemps2026 ${run}`;
    for (let i = 0; i < THROTTLES.password.free; i += 1) await throttle().password(guess({ identifier: `p ${run} ${i}`, address: `192.0.2.${i}`, password })); // prettier-ignore
    await slow({ identifier: `p ${run} other`, address: '192.0.2.200', password });
    await throttle().password(guess({ identifier: `p ${run} other`, address: '192.0.2.200' }));
  });

  it('at a code are five, then slow; a refused password counts nothing there', async () => {
    for (let i = 0; i < 5; i += 1) await throttle().code('acc-julie');
    await expect(throttle().code('acc-julie')).rejects.toMatchObject({ code: 'sign-in.slow' });
    await throttle().code('acc-other');
  });

  it('leave no identifier, address or password in the table', async () => {
    await wrong(1, { identifier: 'secret-name', address: '192.0.2.123', password: 'secret password' });
    const rows = await db.query({ name: 'spec.all', text: 'select key from guess_tally' });
    expect(JSON.stringify(rows)).not.toMatch(/secret|192\.0\.2/);
  });
});
