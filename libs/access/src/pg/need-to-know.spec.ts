import { Sealer, sql, type Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import { freshDatabase } from '@habilis/test/database';
import type { Caller } from '@habilis/kernel';
import { breakGlassState } from '../break-glass/break-glass.ts';
import { Callers } from '../decision/callers.ts';
import { compilePolicy } from '../policy/language/compile-policy.ts';
import { Denials } from '../decision/denials.ts';
import { Evaluate } from '../decision/evaluate.ts';
import { ExplainAccess } from '../decision/explain-access.ts';
import { KeepEngagements } from '../engagement/keep-engagements.ts';
import { OpenBreakGlass } from '../break-glass/open-break-glass.ts';
import { PolicyDocument } from '../policy/language/policy-document.ts';
import { Subjects } from '../ports.ts';
import { Pseudonyms } from '../pseudonyms.ts';
import { ReviewBreakGlass } from '../break-glass/review-break-glass.ts';
import { SearchAccess } from '../decision/search-access.ts';
import { NoMachines } from '../testing/no-machines.ts';
import { PgCandidates, sealedAt } from './pg-candidates.ts';
import { PgDenials } from './pg-denials.ts';
import { PgEmergencies } from './pg-emergencies.ts';
import { PgEngagements } from './pg-engagements.ts';
import { PgEvidence } from './pg-evidence.ts';
import { PgHoldings } from './pg-holdings.ts';
import { PgPastHoldings } from './pg-past-holdings.ts';
import { PgTies } from './pg-ties.ts';
import { factsOf, seedOrganisations, seedPerson } from './testing/rows.ts';

const NOW = new Date('2036-03-03T08:00:00Z');
const clock = new FixedClock(NOW.toISOString());
const dossiers = { clientId: 'dossiers', organisation: 'org-cpts' };
const words = { fr: 'Pour le test', en: 'For the test' };
const cited = { ...words, source: 'CPAM13.4.1' };
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

/** A portal whose rules look at engagements, and at nothing else that ties a person to a file. */
const portal = PolicyDocument.parse({
  ...words,
  portal: 'dossiers',
  purposes: { care: words, 'follow-up': words },
  types: {
    File: {
      ...words,
      actions: ['read', 'write', 'shred'],
      attributes: { patient: { is: 'text' } },
      engagements: true,
      breakGlass: { roles: ['doctor'], may: ['read'], motives: { 'vital-emergency': words }, minutes: 60, reviewDays: 7 },
    },
    Will: {
      ...words,
      actions: ['read'],
      attributes: {},
      engagements: true,
      breakGlass: { roles: ['doctor'], may: ['read'], motives: { 'vital-emergency': words }, minutes: 60, reviewDays: 7, assurance: 2 },
    },
  },
  roles: { doctor: { ...words, grantedBy: ['officer'] }, clerk: { ...words, grantedBy: ['officer'] } },
  rules: [
    {
      id: 'those-who-care-read',
      roles: ['doctor', 'clerk'],
      may: ['read', 'write'],
      on: 'File',
      where: { 'engagement.purposes': { contains: 'care' } },
      ...cited,
    },
  ],
  separations: [
    { id: 'not-ones-own', never: ['read', 'write'], on: 'File', where: { patient: { exists: true, eq: { var: 'me.subject' } } }, ...cited },
  ],
});
const ours = PolicyDocument.parse({
  ...words,
  types: {
    Role: { ...words, actions: ['read'], attributes: { organisation: { is: 'organisation' } } },
    Emergency: { ...words, actions: ['read', 'review'], attributes: { organisation: { is: 'organisation' }, holder: { is: 'text' } } },
  },
  roles: { officer: words },
  rules: [
    {
      id: 'officers-see-roles',
      roles: ['officer'],
      may: ['read'],
      on: 'Role',
      where: { organisation: { in: { var: 'grant.organisations' } } },
      ...cited,
    },
    {
      id: 'officers-review',
      roles: ['officer'],
      may: ['read', 'review'],
      on: 'Emergency',
      where: { organisation: { in: { var: 'grant.organisations' } } },
      ...cited,
    },
  ],
  separations: [{ id: 'not-ones-own', never: ['review'], on: 'Emergency', where: { holder: { eq: { var: 'me.id' } } }, ...cited }],
});
const compiled = compilePolicy(new Map([['dossiers', portal], ['habilis', ours]])); // prettier-ignore
if (!('policy' in compiled)) throw new Error(JSON.stringify(compiled.flaws));
const { policy } = compiled;

class Pairwise extends Subjects {
  override resolve = async (_client: string, sub: string) => (sub.startsWith('sub-') ? sub.replace('sub-', 'acc-') : undefined);
  override nameFor = (_client: string, account: string) => account.replace('acc-', 'sub-');
}
let db: Database & { url: string };
let denials: Denials;
let evaluate: Evaluate;
let breakGlass: OpenBreakGlass;
let review: ReviewBreakGlass;
let keep: KeepEngagements;
let me: (id: string) => Promise<Caller>;
let search: SearchAccess;
let why: ExplainAccess;
let file = '';
let n = 0;

beforeAll(async () => {
  db = await freshDatabase();
  await seedOrganisations(db);
  await seedPerson(db, 'acc-marie', ['org-cpts'], ['dossiers:doctor@org-cpts']);
  await seedPerson(db, 'acc-clerk', ['org-cpts'], ['dossiers:clerk@org-cpts']);
  await seedPerson(db, 'acc-officer', ['org-cpts'], ['officer@org-cpts', 'dossiers:doctor@org-cpts']);
  await seedPerson(db, 'acc-far', ['org-other'], ['officer@org-other']);
  const holdings = new PgHoldings(db);
  const pseudonyms = new Pseudonyms('k'.repeat(32));
  const emergencies = new PgEmergencies(db);
  denials = new Denials(new PgDenials(db));
  evaluate = new Evaluate(policy, new PgEvidence(db), new Pairwise(), denials, pseudonyms, clock);
  breakGlass = new OpenBreakGlass(policy, holdings, emergencies, new Pairwise(), pseudonyms, clock);
  review = new ReviewBreakGlass(emergencies, clock);
  const ties = new PgTies(db);
  const sealer = new Sealer([['k1', 's'.repeat(32)]]);
  keep = new KeepEngagements(policy, new PgEngagements(db), new Pairwise(), pseudonyms, clock, (id, thing) =>
    sealer.seal(id, sealedAt(thing)),
  );
  search = new SearchAccess(policy, holdings, ties, new PgCandidates(db, sealer), new Pairwise(), pseudonyms, clock);
  const policies = { now: policy, at: async () => policy };
  why = new ExplainAccess(policies, new PgPastHoldings(db), ties, new Pairwise(), { organisationOf: () => 'org-cpts' }, pseudonyms, clock);
  const callers = new Callers(policy, holdings, new NoMachines(), clock);
  me = (id) => callers.forAccount(id);
});
afterAll(async () => {
  await denials.stop();
  await db.close();
});
beforeEach(() => {
  clock.set(NOW.toISOString());
  file = `file-${++n}`;
});

const ask = (subject = 'sub-marie', action = 'read', properties: object = {}) =>
  evaluate.one(dossiers, { subject: { type: 'person', id: subject }, action, target: { type: 'File', id: file, ...properties } });
const engage = (until: Date | null, purpose = 'care') =>
  keep.run(dossiers, [{ key: file, subject: 'sub-marie', type: 'File', thing: file, purpose, from: null, until }]);
const emergency = (subject = 'sub-marie', motive = 'vital-emergency') =>
  breakGlass.run(dossiers, { subject: { type: 'person', id: subject }, resource: { type: 'File', id: file }, motive });
const NO = { decision: false, because: 'no-need-to-know' };

describe('a rule that needs an engagement', () => {
  it('opens to who takes part in the care, while they do, and to nobody else', async () => {
    expect(await ask()).toMatchObject(NO);
    await engage(later(10));
    expect(await ask()).toEqual({ decision: true, epoch: expect.any(String) });
    expect(await ask('sub-clerk')).toMatchObject(NO);
    clock.set(later(10).toISOString());
    expect(await ask()).toMatchObject(NO);
  });

  it('is not met by another purpose, nor by what the portal says beside the question', async () => {
    await engage(null, 'follow-up');
    expect(await ask()).toMatchObject(NO);
    await expect(ask('sub-marie', 'read', { 'engagement.purposes': ['care'] })).rejects.toMatchObject({ code: 'access.attributes' });
  });

  it('still gives way to a separation', async () => {
    await engage(null);
    expect(await ask('sub-marie', 'read', { patient: 'sub-marie' })).toMatchObject({ decision: false, because: 'separation' });
  });
});

describe('an emergency', () => {
  it('opens the file at once, for its time, and says that it is exceptional', async () => {
    const { until } = await emergency();
    expect(await ask()).toEqual({ decision: true, epoch: expect.any(String), exceptionalUntil: until });
    clock.set(until.toISOString());
    expect(await ask()).toMatchObject(NO);
  });

  it('opens that file alone, to that person, for the actions that the policy lists', async () => {
    await emergency();
    expect(await ask('sub-marie', 'write')).toMatchObject(NO);
    expect(await ask('sub-officer')).toMatchObject(NO);
    file = `${file}-other`;
    expect(await ask()).toMatchObject(NO);
  });

  it('lifts no separation', async () => {
    await emergency();
    expect(await ask('sub-marie', 'read', { patient: 'sub-marie' })).toMatchObject({ decision: false });
  });

  it.each([
    ['to a role that the type does not list', 'sub-clerk', 'vital-emergency', 'break-glass.not-open-to'],
    ['to nobody', 'sub-ghost', 'vital-emergency', 'break-glass.not-open-to'],
    ['without a motive of the list', 'sub-marie', 'curiosity', 'break-glass.motive'],
  ])('is not open %s', async (_what, subject, motive, code) => {
    await expect(emergency(subject, motive)).rejects.toMatchObject({ code });
  });

  it.each([
    ['from a session opened with too little', 'eidas1', 'break-glass.assurance'],
    ['from a session of which nothing is told', undefined, 'break-glass.assurance'],
    ['from one that was proved well enough', 'eidas2', undefined],
  ])('of what asks for a better proof of identity, %s', async (_what, acr, code) => {
    const request = { subject: { type: 'person', id: 'sub-marie' }, resource: { type: 'Will', id: file }, motive: 'vital-emergency' };
    const opened = breakGlass.run(dossiers, { ...request, ...(acr && { context: { acr } }) });
    await (code === undefined ? expect(opened).resolves.toMatchObject({ type: 'Will' }) : expect(opened).rejects.toMatchObject({ code }));
  });

  it('is counted with those of ninety days, and the abuses of a year beside it', async () => {
    await seedPerson(db, 'acc-hasty', ['org-cpts'], ['dossiers:doctor@org-cpts']);
    for (const [days, finding] of [[-400, 'abuse'], [-91, 'justified'], [-89, 'abuse'], [0, 'justified']] as const) {
      clock.set(later(days * 24 * 60).toISOString());
      const { id } = await emergency('sub-hasty');
      await review.run(await me('acc-officer'), { id, finding });
    }
    const YEAR_AGO = sql('test.year-ago', `update break_glass set opened_at = opened_at - interval '11 years' where account_id = 'acc-hasty' and opened_at < $1`); // prettier-ignore
    await db.query(YEAR_AGO, [later(-300 * 24 * 60)]);
    const { items } = await new PgEmergencies(db).page(['org-cpts'], clock.now(), 50, 0);
    expect(items.find(({ account }) => account === 'acc-hasty')).toMatchObject({ finding: 'justified', recent: 2, abuses: 1 });
  }); // prettier-ignore

  it('is told with the act, without the file’s name, and must be reviewed by someone else', async () => {
    const { id } = await emergency('sub-officer');
    const fact = (await factsOf(db)).at(-1)!;
    expect(fact).toMatchObject({ what: 'break-glass.opened', on: 'acc-officer', why: 'vital-emergency', organisation: 'org-cpts' });
    expect(JSON.stringify(fact)).not.toContain(file);
    await expect(review.run(await me('acc-officer'), { id, finding: 'justified' })).rejects.toMatchObject({ code: 'access.denied' });
    await expect(review.run(await me('acc-far'), { id, finding: 'justified' })).rejects.toMatchObject({ code: 'break-glass.unknown' });
  });

  it('is reviewed once, and its review is late once its days are over', async () => {
    const entry = await emergency();
    expect([breakGlassState(entry, new Date(entry.reviewBy.getTime() - 1)), breakGlassState(entry, entry.reviewBy)]).toEqual([
      'to-review',
      'late',
    ]);
    expect(await review.run(await me('acc-officer'), { id: entry.id, finding: 'abuse' })).toMatchObject({ finding: 'abuse' });
    await expect(review.run(await me('acc-officer'), { id: entry.id, finding: 'justified' })).rejects.toMatchObject({
      code: 'break-glass.reviewed',
    });
    const { items } = await new PgEmergencies(db).page(['org-cpts'], clock.now(), 50, 0);
    expect(items.find(({ id }) => id === entry.id)).toMatchObject({ finding: 'abuse' });
  });
});

describe('a search', () => {
  const engaged = (thing: string, subject: string, purpose = 'care', searchable = true) =>
    keep.run(dossiers, [{ key: `${thing}-${subject}`, subject, type: 'File', thing, purpose, from: null, until: null, searchable }]);
  const page = (limit = 100, after: string | null = null) => ({ limit, after });
  const person = (id: string) => ({ type: 'person', id });
  const reading = () => ({ action: 'read', target: { type: 'File', id: file } });

  it('for people finds those who take part in the thing, and may', async () => {
    await engaged(file, 'sub-marie');
    await engaged(file, 'sub-clerk', 'follow-up');
    expect(await search.people(dossiers, reading(), page())).toEqual({ ids: ['sub-marie'], next: null });
  });

  it('for things gives back their ids, by pages, and never those that were not to be listed', async () => {
    const files = Array.from({ length: 5 }, (_, at) => `searched-${at}`);
    for (const each of files) await engaged(each, 'sub-clerk');
    await engaged('searched-hidden', 'sub-clerk', 'care', false);
    await engaged('searched-otherwise', 'sub-clerk', 'follow-up');
    const found: string[] = [];
    let after: string | null = null;
    do {
      const { ids, next } = await search.things(dossiers, person('sub-clerk'), reading(), page(2, after));
      found.push(...ids);
      after = next;
    } while (after !== null);
    expect(found.sort()).toEqual(files);
  });

  it('for actions names all that the person may do, and no more', async () => {
    await engaged(file, 'sub-marie');
    expect(await search.actions(dossiers, person('sub-marie'), reading())).toEqual(['read', 'write']);
    expect(await search.actions(dossiers, person('sub-clerk'), reading())).toEqual([]);
    expect(await search.actions(dossiers, person('sub-ghost'), reading())).toEqual([]);
  });

  it('by the portal of another community finds nobody', async () => {
    await engaged(file, 'sub-marie');
    expect(await search.people({ ...dossiers, organisation: 'org-other' }, reading(), page())).toMatchObject({ ids: [] });
  });
});

describe('why', () => {
  const ask = async (at?: Date, by = 'acc-officer') =>
    why.run(await me(by), { account: 'acc-marie', portal: 'dossiers', action: 'read', target: { type: 'File', id: file }, at });

  it('says what is missing, and what would do', async () => {
    const answer = await ask();
    expect(answer).toMatchObject({ allowed: false, judgement: { because: 'no-need-to-know' }, tie: { purposes: [] }, emergency: true });
    expect(answer.missing).toMatchObject([{ what: 'engagement', role: 'dossiers:doctor', rule: { id: 'dossiers/those-who-care-read' } }]);
  });

  it('names the rule and the grant when it is yes', async () => {
    await engage(null);
    expect(await ask()).toMatchObject({ allowed: true, judgement: { rule: { id: 'dossiers/those-who-care-read' }, role: { grant: 'grant-acc-marie-0' } }, missing: [] }); // prettier-ignore
  });

  it('is not told to strangers, and knows nothing of what is to come', async () => {
    await expect(ask(undefined, 'acc-far')).rejects.toMatchObject({ code: 'account.unknown' });
    await expect(ask(undefined, 'acc-marie')).rejects.toMatchObject({ code: 'account.unknown' });
    await expect(ask(later(1))).rejects.toMatchObject({ code: 'explain.future' });
  });
});
