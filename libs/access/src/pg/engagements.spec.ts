import { sql, type Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import { freshDatabase } from '@habilis/test/database';
import { KeepEngagements, type Telling } from '../engagement/keep-engagements.ts';
import { Subjects } from '../ports.ts';
import { Pseudonyms } from '../pseudonyms.ts';
import { pairKey } from '../engagement/tie.ts';
import { PgEngagements } from './pg-engagements.ts';
import { PgTies } from './pg-ties.ts';
import { factsOf, seedOrganisations, seedPerson } from './testing/rows.ts';

const NOW = new Date('2036-03-03T08:00:00Z');
const clock = new FixedClock(NOW.toISOString());
const pseudonyms = new Pseudonyms('k'.repeat(32));
const dossiers = { clientId: 'dossiers', organisation: 'org-cpts' };
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

class Pairwise extends Subjects {
  override resolve = async (_client: string, sub: string) => (sub.startsWith('sub-') ? sub.replace('sub-', 'acc-') : undefined);
  override nameFor = (_client: string, account: string) => account.replace('acc-', 'sub-');
}
/** A portal that keeps engagements in files, for care and for follow-up. */
const policy = {
  types: new Map([['dossiers:PatientFile', { engagements: true }], ['dossiers:Agenda', { engagements: false }]]),
  purposes: new Map([['dossiers', { care: {}, 'follow-up': {} }]]),
} as unknown as ConstructorParameters<typeof KeepEngagements>[0]; // prettier-ignore

let db: Database & { url: string };
let ties: PgTies;
let keep: (...told: Telling[]) => ReturnType<KeepEngagements['run']>;

beforeAll(async () => {
  db = await freshDatabase();
  await seedOrganisations(db);
  for (const id of ['acc-marie', 'acc-paul']) await seedPerson(db, id, ['org-cpts']);
  const engagements = new PgEngagements(db);
  ties = new PgTies(db);
  const useCase = new KeepEngagements(policy, engagements, new Pairwise(), pseudonyms, clock, (id) => `sealed ${id}`);
  keep = (...told) => useCase.run(dossiers, told);
});
afterAll(() => db.close());

let file = '';
let n = 0;
beforeEach(() => {
  clock.set(NOW.toISOString());
  file = `file-${++n}`;
});
const told = (change: Partial<Extract<Telling, { subject: string }>> = {}): Telling => ({
  key: `key-${n}`, subject: 'sub-marie', type: 'PatientFile', thing: file, purpose: 'care', from: null, until: null, ...change,
}); // prettier-ignore
const EPOCH = sql('test.epoch', 'select epoch::int from account where id = $1');
const epochOf = async (id: string) => (await db.query<{ epoch: number }>(EPOCH, [id]))[0]!.epoch;

/** Why someone takes part in the file at an instant, as it was known then. */
async function purposes(account = 'acc-marie', t = clock.now(), asKnownAt = t): Promise<readonly string[]> {
  const thing = pseudonyms.of('dossiers', 'PatientFile', file);
  const found = await ties.between('dossiers', [{ account, type: 'PatientFile', thing }], t, asKnownAt);
  return [...(found.get(pairKey({ account, thing }))?.purposes ?? [])].sort();
}

describe('an engagement', () => {
  it('begins and ends at its instants, with no job', async () => {
    await keep(told({ from: later(10), until: later(20) }));
    expect(await Promise.all([later(9.99), later(10), later(19.99), later(20)].map((t) => purposes('acc-marie', t, later(60))))).toEqual([
      [],
      ['care'],
      ['care'],
      [],
    ]);
  });

  it('ties one person to one thing of one portal', async () => {
    await keep(told());
    expect(await purposes('acc-paul')).toEqual([]);
    const thing = pseudonyms.of('agenda', 'PatientFile', file);
    const [tie] = (await ties.between('agenda', [{ account: 'acc-marie', type: 'PatientFile', thing }], NOW, NOW)).values();
    expect(tie).toEqual({ purposes: [], emergencyUntil: null });
  });

  it('told again as it was changes nothing, however late', async () => {
    expect(await keep(told())).toMatchObject({ created: [`key-${n}`] });
    const before = (await factsOf(db)).length;
    clock.advance(3_600_000);
    expect(await keep(told())).toMatchObject({ created: [], unchanged: [`key-${n}`] });
    expect(await factsOf(db)).toHaveLength(before);
  });

  it('told otherwise is changed from now on, and the past stays as it was', async () => {
    await keep(told());
    const epoch = await epochOf('acc-marie');
    clock.set(later(10).toISOString());
    expect(await keep(told({ purpose: 'follow-up' }))).toMatchObject({ changed: [`key-${n}`] });
    expect([await purposes('acc-marie', later(9)), await purposes('acc-marie', later(10))]).toEqual([['care'], ['follow-up']]);
    expect(await epochOf('acc-marie')).toBe(epoch + 1);
  });

  it('withdrawn is over at once, and what was made under it grows old', async () => {
    await keep(told());
    const epoch = await epochOf('acc-marie');
    clock.set(later(5).toISOString());
    expect(await keep({ key: `key-${n}`, withdrawn: true })).toMatchObject({ withdrawn: [`key-${n}`] });
    expect([await purposes('acc-marie', later(4)), await purposes()]).toEqual([['care'], []]);
    expect(await epochOf('acc-marie')).toBe(epoch + 1);
    expect(await keep({ key: `key-${n}`, withdrawn: true })).toMatchObject({ withdrawn: [], unchanged: [`key-${n}`] });
  });

  it('of someone who has no account leaves the others, and what is on record under its key', async () => {
    await keep(told());
    const kept = await keep(told({ subject: 'sub-ghost' }), told({ key: 'another', subject: 'sub-paul' }), told({ key: 'stranger', subject: '?' })); // prettier-ignore
    expect(kept).toMatchObject({ created: ['another'], unknown: [`key-${n}`, 'stranger'] });
    expect(await purposes()).toEqual(['care']);
  });

  it('is kept without the id of the thing, the key of the portal, or a name in the journal', async () => {
    await keep(told({ key: 'nir-1850554000000', thing: 'nir-1850554000000' }));
    const rows = await db.query(sql('test.rows', 'select engagement::text as row from engagement'));
    expect(JSON.stringify([rows, await factsOf(db)])).not.toContain('1850554');
    expect((await factsOf(db)).at(-1)).toMatchObject({
      what: 'engagements.told',
      on: 'client:dossiers',
      details: { created: 1, changed: 0, withdrawn: 0 },
    });
  });

  it.each([
    ['of a type that takes none', { type: 'Agenda' }, 'engagement.type'],
    ['for a purpose that the policy does not have', { purpose: 'curiosity' }, 'engagement.purpose'],
    ['for a purpose that every object has', { purpose: 'constructor' }, 'engagement.purpose'],
    ['that ends before it begins', { from: later(2), until: later(1) }, 'engagement.empty'],
  ])('%s is refused', async (_what, change, code) => {
    await expect(keep(told(change))).rejects.toEqual(expect.objectContaining({ code }));
  });

  it('is told once in one call', async () => {
    await expect(keep(told(), told())).rejects.toEqual(expect.objectContaining({ code: 'engagement.key-repeated' }));
  });
});

describe('engagements told at once', () => {
  it('ten thousand are kept, and told again are all found unchanged', async () => {
    const many = Array.from({ length: 10_000 }, (_, at) => told({ key: `bulk-${at}`, thing: `bulk-${at % 500}`, subject: at % 2 ? 'sub-marie' : 'sub-paul' })); // prettier-ignore
    expect((await keep(...many)).created).toHaveLength(10_000);
    expect((await keep(...many)).unchanged).toHaveLength(10_000);
  });

  it('by two calls that name the same keys in two orders, both are kept', async () => {
    const some = Array.from({ length: 50 }, (_, at) => told({ key: `both-${at}` }));
    const kept = await Promise.all([keep(...some), keep(...[...some].reverse())]);
    expect(kept.map(({ created, unchanged }) => created.length + unchanged.length)).toEqual([50, 50]);
    expect(kept[0]!.created.length + kept[1]!.created.length).toBe(50);
  });
});
