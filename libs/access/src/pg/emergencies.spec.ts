import { fileURLToPath } from 'node:url';
import type { Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import { freshDatabase } from '@habilis/test/database';
import { breakGlassState } from '../break-glass/break-glass.ts';
import { OpenBreakGlass } from '../break-glass/open-break-glass.ts';
import { ReviewBreakGlass } from '../break-glass/review-break-glass.ts';
import { Callers } from '../decision/callers.ts';
import { loadPolicy } from '../policy/language/load-policy.ts';
import { Subjects } from '../ports.ts';
import { Pseudonyms } from '../pseudonyms.ts';
import { NoMachines } from '../testing/no-machines.ts';
import { PgEmergencies, PgHoldings } from './index.ts';
import { emptyAll, factsOf, seedOrganisations, seedPerson, whileHeld } from './testing/rows.ts';

const policy = loadPolicy(fileURLToPath(new URL('../../../../config/policies', import.meta.url)));
const NOW = '2036-03-20T08:00:00Z';
const clock = new FixedClock(NOW);
class OneName extends Subjects {
  override resolve = async (_client: string, sub: string) => sub;
  override nameFor = (_client: string, account: string) => account;
}
let db: Database & { url: string };
let seq: number;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

beforeEach(async () => {
  clock.set(NOW);
  seq = await emptyAll(db.url);
  await seedOrganisations(db);
  await seedPerson(db, 'acc-marie', ['org-cpts'], ['dossiers:care-professional@org-cpts']);
  await seedPerson(db, 'acc-lea', ['org-cpts'], ['dossiers:care-professional@org-cpts']);
  await seedPerson(db, 'acc-officer', ['org-cpts'], ['security-officer@org-cpts', 'dossiers:care-professional@org-cpts']);
});

const emergencies = () => new PgEmergencies(db);
const reviewing = () => new ReviewBreakGlass(emergencies(), clock);
const open = (subject: string, context: object = {}, file = 'patient-1') =>
  new OpenBreakGlass(policy, new PgHoldings(db), emergencies(), new OneName(), new Pseudonyms('k'.repeat(32)), clock).run(
    { clientId: 'dossiers', organisation: 'org-cpts' },
    {
      ...{ subject: { type: 'person', id: subject }, resource: { type: 'PatientFile', id: file }, motive: 'vital-emergency' },
      context: { acr: 'eidas2', ...context },
    },
  );
const conclude = async (id: string, finding: 'justified' | 'mistake' | 'abuse', who = 'acc-officer') =>
  reviewing().run(await new Callers(policy, new PgHoldings(db), new NoMachines(), clock).forAccount(who), { id, finding });
const page = async () => (await emergencies().page(['org-cpts'], clock.now(), 50, 0)).items;
const told = async () => (await factsOf(db, seq)).filter(({ what }) => what === 'break-glass.late');

describe('the review of an emergency', () => {
  it('says how surely the person was recognised, as the portal declared it', async () => {
    await open('acc-marie', { acr: 'eidas3' });
    expect((await page()).map(({ assurance }) => assurance)).toEqual([3]);
    expect((await factsOf(db, seq))[0]).toMatchObject({ what: 'break-glass.opened', details: { assurance: 3 } });
  });

  it('has its days in full in Paris, across the change of clocks, and is late at the next instant', async () => {
    const entry = await open('acc-marie');
    const { reviewDays } = policy.types.get('dossiers:PatientFile')!.breakGlass!;
    expect(entry.reviewBy).toEqual(new Date(Date.UTC(2036, 2, 20 + reviewDays + 1) - (20 + reviewDays + 1 > 30 ? 2 : 1) * 3_600_000));
    expect(breakGlassState(entry, new Date(entry.reviewBy.getTime() - 1))).toBe('to-review');
    expect(breakGlassState(entry, entry.reviewBy)).toBe('late');
  });

  it('is told when it is late, once whatever the replicas do, and never once it is closed', async () => {
    const { id, reviewBy } = await open('acc-marie');
    const closed = await open('acc-lea');
    await conclude(closed.id, 'justified');
    clock.set(new Date(reviewBy.getTime() - 1).toISOString());
    await reviewing().tellLate();
    expect(await told()).toEqual([]);
    clock.set(reviewBy.toISOString());
    await whileHeld(db, 'break_glass', id, () => [reviewing().tellLate(), reviewing().tellLate()]);
    await reviewing().tellLate();
    expect(await told()).toMatchObject([{ on: 'acc-marie', by: 'system:upkeep', details: { id, deadline: reviewBy.toISOString() } }]);
    expect((await emergencies().counts(['org-cpts'], clock.now())).late).toBe(1);
    expect((await page()).map((each) => each.id)).toEqual([id, closed.id]);
    await conclude(id, 'mistake');
    expect((await emergencies().counts(['org-cpts'], clock.now())).late).toBe(0);
  });

  it('is closed once, by somebody else, with a finding', async () => {
    const { id } = await open('acc-officer');
    await expect(conclude(id, 'justified')).rejects.toMatchObject({ code: 'access.denied' });
    await expect(conclude(id, 'justified', 'acc-lea')).rejects.toMatchObject({ code: 'break-glass.unknown' });
    await seedPerson(db, 'acc-second', ['org-cpts'], ['security-officer@org-cpts']);
    const outcomes: string[] = [];
    const concluding = (finding: 'justified' | 'abuse') =>
      conclude(id, finding, 'acc-second').then(() => outcomes.push('done'), ({ code }: { code: string }) => outcomes.push(code)); // prettier-ignore
    await whileHeld(db, 'break_glass', id, () => [concluding('abuse'), concluding('justified')]);
    expect(outcomes.sort()).toEqual(['break-glass.reviewed', 'done']);
    expect((await factsOf(db, seq)).filter(({ what }) => what === 'break-glass.reviewed')).toHaveLength(1);
  });
});

it('emergencies and abuses are counted for each person and for each portal, over a year', async () => {
  const ids = [];
  for (const file of ['a', 'b', 'c']) ids.push((await open('acc-marie', {}, file)).id);
  await open('acc-lea');
  await conclude(ids[0]!, 'abuse');
  await conclude(ids[1]!, 'abuse');
  const entry = await emergencies().get(ids[2]!);
  const fact = { what: 'break-glass.opened', on: entry.account, by: entry.account, at: clock.now(), why: entry.motive, source: 'CPAM13.4.1' } as const; // prettier-ignore
  await emergencies().open({ next: { ...entry, id: 'bg-elsewhere', portal: 'imagerie' }, fact });
  const of = async (account: string) => (await page()).find((each) => each.account === account && each.reviewedAt === null);
  expect(await of('acc-marie')).toMatchObject({ abuses: 2 });
  expect(await of('acc-lea')).toMatchObject({ recent: 1, abuses: 0 });
  const none = { opened: 0, late: 0, justified: 0, mistake: 0, abuse: 0 };
  expect(await emergencies().counts(['org-cpts'], clock.now())).toEqual({
    ...{ ...none, opened: 5, abuse: 2 },
    portals: [{ portal: 'dossiers', ...none, opened: 4, abuse: 2 }, { portal: 'imagerie', ...none, opened: 1 }], // prettier-ignore
  });
  expect((await emergencies().counts(['org-other'], clock.now())).opened).toBe(0);
  clock.set('2037-03-21T08:00:00Z');
  expect(await emergencies().counts(['org-cpts'], clock.now())).toMatchObject({ opened: 0, portals: [] });
  expect(await of('acc-marie')).toMatchObject({ abuses: 0 });
  const { id: latest } = await open('acc-marie', {}, 'd');
  expect((await page()).find(({ id }) => id === latest)).toMatchObject({ recent: 1 });
});
