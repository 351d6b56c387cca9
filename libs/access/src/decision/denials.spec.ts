import type { Fact } from '@habilis/kernel';
import { Denials } from './denials.ts';
import { DenialStore } from '../ports.ts';
import { Pseudonyms } from '../pseudonyms.ts';

/** Keeps what it is given; while `away`, refuses it. */
class Store extends DenialStore {
  readonly batches: string[][] = [];
  away = false;

  override async write(facts: readonly Fact[]): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (this.away) throw new Error('the database is away');
    this.batches.push(facts.map((each) => each.on));
  }
}
const fact = (on: number): Fact => ({ what: 'decision.denied', on: String(on), by: 'client:dossiers', at: new Date(), why: 'no-role' });
const numbers = (count: number) => Array.from({ length: count }, (_, at) => String(at));

describe('the facts of refused decisions', () => {
  it('are written a few at a time, each once, in order', async () => {
    const store = new Store();
    const denials = new Denials(store, { waitMs: 10, batch: 4 });
    for (let at = 0; at < 10; at++) await denials.record(fact(at));
    await denials.stop();
    expect(store.batches.flat()).toEqual(numbers(10));
    expect(Math.max(...store.batches.map((each) => each.length))).toBe(4);
  });

  it('are written by themselves after a while', async () => {
    const store = new Store();
    const denials = new Denials(store, { waitMs: 10 });
    await denials.record(fact(0));
    expect(store.batches).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(store.batches).toEqual([['0']]);
  });

  it('wait for a database that is away, and are lost by nobody’s hurry to stop', async () => {
    const store = new Store();
    const said: number[] = [];
    const report = (_error: unknown, waiting: number) => {
      store.away = said.push(waiting) < 3;
    };
    const denials = new Denials(store, { waitMs: 5, batch: 2, report });
    store.away = true;
    for (let at = 0; at < 5; at++) await denials.record(fact(at));
    await denials.stop();
    expect(store.batches.flat()).toEqual(numbers(5));
    expect(said.length).toBe(3);
  });

  it('make answers wait rather than be dropped', async () => {
    const store = new Store();
    const denials = new Denials(store, { waitMs: 5, batch: 2, room: 3 });
    store.away = true;
    const answers = numbers(8).map(async (each) => denials.record(fact(Number(each))).then(() => each));
    const first = await Promise.race([Promise.all(answers), new Promise((resolve) => setTimeout(() => resolve('waiting'), 40))]);
    expect(first).toBe('waiting');
    store.away = false;
    await Promise.all(answers);
    await denials.stop();
    expect(store.batches.flat().sort()).toEqual(numbers(8));
  });

  it('that cannot be written before the last moment are counted, not passed over in silence', async () => {
    const store = new Store();
    const denials = new Denials(store, { waitMs: 5 });
    store.away = true;
    await denials.record(fact(0));
    await expect(denials.stop(30)).rejects.toThrow('1 refused decisions');
    store.away = false;
    await denials.stop();
  });
});

describe('the name of a file in the journal', () => {
  const names = new Pseudonyms('a'.repeat(32));

  it('is the same for the same file, and of no use without the key', () => {
    expect(names.of('dossiers', 'PatientFile', '1')).toBe(names.of('dossiers', 'PatientFile', '1'));
    const others = [
      names.of('dossiers', 'PatientFile', '2'),
      names.of('agenda', 'PatientFile', '1'),
      new Pseudonyms('b'.repeat(32)).of('dossiers', 'PatientFile', '1'),
    ];
    expect(new Set([...others, names.of('dossiers', 'PatientFile', '1')]).size).toBe(4);
  });

  it('needs a key worth the name', () => expect(() => new Pseudonyms('short')).toThrow());
});
