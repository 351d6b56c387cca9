import { fileURLToPath } from 'node:url';
import { sql, type Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import { freshDatabase } from '@habilis/test/database';
import { Callers } from '../decision/callers.ts';
import { loadPolicy } from '../policy/language/load-policy.ts';
import { DecideReview } from '../review/decide-review.ts';
import { ReadReviews } from '../review/read-reviews.ts';
import { RemindReviewers } from '../review/remind-reviewers.ts';
import { isShared } from '../review/review.ts';
import { StartReview, type ReviewRequest } from '../review/start-review.ts';
import { NoMachines } from '../testing/no-machines.ts';
import { PgHoldings, PgPastHoldings, PgReviews } from './index.ts';
import { emptyAll, factsOf, seedOrganisations, seedPerson } from './testing/rows.ts';

const policy = loadPolicy(fileURLToPath(new URL('../../../../config/policies', import.meta.url)));
const NOW = '2036-03-03T08:00:00Z';
const DEADLINE = new Date('2036-04-01T22:00:00Z');
const clock = new FixedClock(NOW);
let db: Database & { url: string };
let seq: number;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

const things = () => {
  const holdings = new PgHoldings(db);
  const reviews = new PgReviews(db);
  const callers = new Callers(policy, holdings, new NoMachines(), clock);
  return {
    callers,
    reviews,
    holdings,
    start: new StartReview(policy, reviews, holdings, clock),
    decide: new DecideReview(policy, callers, reviews, clock),
    read: new ReadReviews(reviews, clock),
  };
};
const SIGNED_IN = sql('test.signed-in', `update account set last_sign_in_at = '2036-03-01' where id = any ($1)`);

beforeEach(async () => {
  clock.set(NOW);
  seq = await emptyAll(db.url);
  await seedOrganisations(db);
  await seedPerson(db, 'acc-sophie', ['org-cpts'], ['site-administrator@org-cpts']);
  await seedPerson(db, 'acc-paul', ['org-cpts'], ['site-administrator@org-cpts']);
  await seedPerson(db, 'acc-marie', ['org-msp'], ['dossiers:care-professional@org-msp']);
  await seedPerson(db, 'acc-lea', ['org-msp'], ['dossiers:medical-secretary@org-msp'], new Date('2037-01-01T00:00:00Z'));
  await seedPerson(db, 'acc-gone', ['org-cpts'], ['dossiers:care-professional@org-msp']);
  await seedPerson(db, 'acc-far', ['org-other'], ['site-administrator@org-other']);
  await db.query(SIGNED_IN, [['acc-sophie', 'acc-paul', 'acc-marie', 'acc-gone']]);
});

const request = (change: Partial<ReviewRequest> = {}): ReviewRequest => ({
  ...{ organisation: 'org-cpts', title: 'Printemps', roles: [], structures: [], reviewers: [], otherwise: null },
  ...{ silence: 'suspend', deadline: DEADLINE },
  ...change,
});
const me = (id: string) => things().callers.forAccount(id);
const started = async (change: Partial<ReviewRequest> = {}, who = 'acc-sophie') =>
  (await things().start.run(await me(who), request(change))).review;
const foreseen = async (change: Partial<ReviewRequest> = {}) => things().start.plan(await me('acc-sophie'), request(change));
const reviewer = (account: string, substitute: string | null = null) => ({ account, substitute });
const decide = async (review: string, grants: string[], decision: 'keep' | 'remove', why: string, who = 'acc-sophie') =>
  things().decide.run(await me(who), { review, grants, decision, why });
const stateOf = async (review: string) => {
  const { items } = await things().read.page(await me('acc-sophie'), review, {}, 50, 0);
  return Object.fromEntries(items.map(({ grant, proposal }) => [isShared(grant) ? grant.structure : grant.account, proposal]));
};
/** Roles that count, as every decision reads them. */
const rolesOf = async (account: string) => (await me(account)).organisationsFor('list', 'Account');
const worth = async (account: string) => {
  const held = (await things().holdings.read([account])).get(account)!;
  return held.grants.filter(({ until }) => until === null || until > clock.now()).map(({ role }) => role);
};

describe('a review', () => {
  it('lists every role of the organisation and below, and what speaks against it', async () => {
    const { id } = await started();
    expect(await stateOf(id)).toEqual({
      'acc-sophie': null,
      'acc-paul': null,
      'acc-marie': null,
      'acc-lea': 'unused',
      'acc-gone': 'orphan',
    });
    const [fact] = await factsOf(db, seq);
    expect(fact).toMatchObject({ what: 'review.started', on: id, by: 'acc-sophie', details: { items: 5 } });
  });

  it('can be foreseen, and leaves nothing', async () => {
    expect(await foreseen()).toEqual({
      scope: {
        ...{ items: 5, shared: 0, people: 5, own: 0 },
        proposals: { unused: 1, orphan: 1, 'situation-changed': 0, 'reaches-nobody': 0 },
        shares: [{ account: null, items: 5, passed: 0 }],
      },
      places: new Map([['org-cpts', 2], ['org-cabinet', 0], ['org-msp', 3]]), // prettier-ignore
      refusal: null,
    });
    expect(await factsOf(db, seq)).toEqual([]);
  });

  it('of some roles and some structures lists those', async () => {
    const { id } = await started({ roles: ['dossiers:care-professional'], structures: ['org-msp'] });
    expect(Object.keys(await stateOf(id))).toEqual(['acc-gone', 'acc-marie']);
  });

  it.each([
    ['of nothing', { structures: ['org-cabinet'] }, 'review.empty'],
    ['of another’s structure', { structures: ['org-other'] }, 'organisation.unknown'],
    ['of a role that there is not', { roles: ['king'] }, 'role.unknown'],
    ['due yesterday', { deadline: new Date('2036-03-02T00:00:00Z') }, 'review.deadline'],
    ['due in a year', { deadline: new Date('2037-03-04T00:00:00Z') }, 'review.deadline'],
    ['of another’s organisation', { organisation: 'org-other' }, 'access.denied'],
  ])('%s is refused', async (_what, change, code) => {
    await expect(started(change)).rejects.toMatchObject({ code });
    expect(await factsOf(db, seq)).toEqual([]);
  });

  it('is unknown to those of elsewhere', async () => {
    const { id } = await started();
    await expect(things().read.one(await me('acc-far'), id)).rejects.toMatchObject({ code: 'review.unknown' });
    await expect(decide(id, ['grant-acc-marie-0'], 'keep', 'duties-unchanged', 'acc-far')).rejects.toMatchObject({
      code: 'review.unknown',
    });
    expect((await things().read.list(await me('acc-far'), 10, 0)).items).toEqual([]);
  });
});

describe('those who are named', () => {
  beforeEach(() => seedPerson(db, 'acc-named', ['org-cpts']));
  const forMsp = (account: string, substitute: string | null = null) => ({ reviewers: [{ structure: 'org-msp', ...reviewer(account, substitute) }] }); // prettier-ignore
  const askedOf = async (review: string) => {
    const { items } = await things().read.page(await me('acc-sophie'), review, {}, 50, 0);
    return Object.fromEntries(items.map((each) => [each.grant.id, [each.reviewer, each.substitute]]));
  };

  it('review what falls to them, their substitute beside them; the others what is left', async () => {
    const naming = { ...forMsp('acc-named', 'acc-paul'), otherwise: reviewer('acc-marie') };
    expect((await foreseen(naming)).scope.shares).toEqual([
      { account: 'acc-named', items: 3, passed: 0 },
      { account: 'acc-marie', items: 2, passed: 0 },
    ]);
    const { id } = await started(naming);
    expect(await askedOf(id)).toMatchObject({ 'grant-acc-lea-0': ['acc-named', 'acc-paul'], 'grant-acc-paul-0': ['acc-marie', null] });
    const named = (await factsOf(db, seq)).filter(({ what }) => what === 'review.named').map(({ on }) => on);
    expect(named.sort()).toEqual(['acc-marie', 'acc-named', 'acc-paul']);
  });

  it('may stand in for one another', async () => {
    await seedPerson(db, 'acc-second', ['org-cabinet']);
    const { id } = await started(forMsp('acc-named', 'acc-second'));
    expect((await decide(id, ['grant-acc-lea-0'], 'keep', 'duties-unchanged', 'acc-second')).done).toEqual(['grant-acc-lea-0']);
    expect((await things().read.page(await me('acc-second'), id, {}, 50, 0)).items).toHaveLength(3);
    expect(await things().read.concerning(await me('acc-second'))).toEqual(['org-cpts']);
    clock.set('2036-04-01T22:00:00Z');
    expect(await things().read.concerning(await me('acc-second'))).toEqual([]);
  });

  it('never get their own: it goes to the next', async () => {
    const naming = { ...forMsp('acc-marie', 'acc-named'), otherwise: reviewer('acc-paul') };
    expect((await foreseen(naming)).scope).toMatchObject({
      own: 1,
      shares: expect.arrayContaining([{ account: 'acc-named', items: 1, passed: 1 }, { account: 'acc-marie', items: 2, passed: 0 }]), // prettier-ignore
    });
    const { id } = await started({ ...naming, structures: ['org-msp'] });
    expect(await askedOf(id)).toMatchObject({
      'grant-acc-marie-0': ['acc-named', 'acc-paul'],
      'grant-acc-lea-0': ['acc-marie', 'acc-named'],
    });
  });

  it('by themselves alone for their own start nothing', async () => {
    expect(await foreseen(forMsp('acc-marie'))).toMatchObject({ scope: { own: 1 }, refusal: { code: 'review.own-rights' } });
    await expect(started(forMsp('acc-marie'))).rejects.toMatchObject({ code: 'review.own-rights', details: { items: 1 } });
    expect(await factsOf(db, seq)).toEqual([]);
  });

  it.each(['acc-far', 'acc-ghost'])('are people of the organisation: %s is not', async (account) => {
    await expect(started(forMsp(account))).rejects.toMatchObject({ code: 'review.reviewer' });
    await expect(started({ otherwise: reviewer('acc-named', account) })).rejects.toMatchObject({ code: 'review.reviewer' });
  });

  it('may still have a charter to accept, and may not be suspended', async () => {
    const run = (text: string) => db.query(sql(`test.${text.slice(0, 30)}`, text));
    await run(`insert into charter_version values ('org-cpts', 1, 'Charte', 'Texte', 'x', '2036-01-01', '2036-01-01')`);
    await run(`insert into charter_answer (account_id, organisation_id, version, answer, at, sha256, acr)
      values ('acc-sophie', 'org-cpts', 1, 'accepted', '2036-01-02', 'x', 'eidas2')`);
    await foreseen(forMsp('acc-named'));
    await db.query(
      sql('test.suspend', `insert into hold (id, account_id, kind, from_at, why, by_id) values ('hold-1', 'acc-named', 'suspension', '2036-01-01', 'x', 'x')`), // prettier-ignore
    );
    await expect(foreseen(forMsp('acc-named'))).rejects.toMatchObject({ code: 'review.reviewer' });
  });

  it('for a structure that is not reviewed are refused', async () => {
    await expect(started({ ...forMsp('acc-named'), structures: ['org-cpts'] })).rejects.toMatchObject({ code: 'organisation.unknown' });
  });
});

describe('silence', () => {
  it('suspends at the instant of the deadline, with no job', async () => {
    const { id } = await started();
    clock.set('2036-04-01T21:59:59Z');
    expect(await worth('acc-marie')).toEqual(['dossiers:care-professional']);
    clock.set('2036-04-01T22:00:00Z');
    expect(await worth('acc-marie')).toEqual([]);
    const { progress } = await things().read.one(await me('acc-sophie'), id);
    expect(progress).toMatchObject({ waiting: 0, suspended: 3, left: 2 });
  });

  it('leaves the administrators, without whom nobody could grant again', async () => {
    await started();
    clock.set('2036-05-01T00:00:00Z');
    expect(await rolesOf('acc-sophie')).toContain('org-cpts');
  });

  it('leaves what ends sooner its end', async () => {
    await seedPerson(db, 'acc-soon', ['org-msp'], ['dossiers:care-professional@org-msp'], new Date('2036-03-10T23:00:00Z'));
    await started();
    clock.set('2036-03-10T23:00:00Z');
    expect(await worth('acc-soon')).toEqual([]);
  });

  it('leaves everything when that was chosen', async () => {
    const { id } = await started({ silence: 'leave' });
    clock.set('2036-05-01T00:00:00Z');
    expect(await worth('acc-marie')).toHaveLength(1);
    expect((await things().read.one(await me('acc-sophie'), id)).progress).toMatchObject({ left: 5, suspended: 0 });
  });
});

describe('two reviews of one role', () => {
  const LATER = new Date('2036-05-01T22:00:00Z');
  const MARIE = ['grant-acc-marie-0'];
  const both = async () => [(await started({ deadline: LATER })).id, (await started()).id] as const;
  const keep = async (review: string, grants = MARIE) => decide(review, grants, 'keep', 'duties-unchanged');

  it('both confirmed, in either order, give it back the end it had', async () => {
    const [first, second] = await both();
    await keep(first, [...MARIE, 'grant-acc-lea-0']);
    await keep(second, [...MARIE, 'grant-acc-lea-0']);
    const [third, fourth] = await both();
    await keep(fourth, [...MARIE, 'grant-acc-lea-0']);
    await keep(third, [...MARIE, 'grant-acc-lea-0']);
    clock.set('2036-12-31T00:00:00Z');
    expect([await worth('acc-marie'), await worth('acc-lea')]).toEqual([['dossiers:care-professional'], ['dossiers:medical-secretary']]);
  });

  it.each([0, 1])('one confirmed is still suspended by silence in the other: %s', async (confirmed) => {
    const reviews = await both();
    await keep(reviews[confirmed]!);
    clock.set(confirmed === 0 ? '2036-04-01T22:00:00Z' : '2036-05-01T22:00:00Z');
    expect(await worth('acc-marie')).toEqual([]);
    clock.set(confirmed === 0 ? '2036-04-01T21:59:59Z' : '2036-05-01T21:59:59Z');
    expect(await worth('acc-marie')).toHaveLength(1);
  });

  it('leave it suspended once the nearer deadline has, then and as seen later', async () => {
    const [first] = await both();
    clock.set('2036-04-02T08:00:00Z');
    expect((await keep(first)).refused).toEqual([{ grant: MARIE[0], code: 'grant.over' }]);
    expect(await worth('acc-marie')).toEqual([]);
    const { grants } = (await new PgPastHoldings(db).readAt(['acc-marie'], DEADLINE)).get('acc-marie')!;
    expect(grants.map(({ until }) => until)).toEqual([DEADLINE]);
  });
});

describe('a decision', () => {
  it('to keep gives the grant back the end it had', async () => {
    const { id } = await started();
    expect(await decide(id, ['grant-acc-marie-0', 'grant-acc-lea-0'], 'keep', 'duties-unchanged')).toEqual({
      done: ['grant-acc-lea-0', 'grant-acc-marie-0'],
      refused: [],
    });
    clock.set('2036-12-31T00:00:00Z');
    expect([await worth('acc-marie'), await worth('acc-lea')]).toEqual([['dossiers:care-professional'], ['dossiers:medical-secretary']]);
    clock.set('2037-01-01T00:00:00Z');
    expect(await worth('acc-lea')).toEqual([]);
    const facts = (await factsOf(db, seq)).filter(({ what }) => what === 'review.kept');
    expect(facts.map(({ on, why, details }) => [on, why, details['until']])).toEqual([
      ['acc-lea', 'duties-unchanged', '2037-01-01T00:00:00.000Z'],
      ['acc-marie', 'duties-unchanged', null],
    ]);
  });

  it('to remove takes the role back at once', async () => {
    const { id } = await started();
    await decide(id, ['grant-acc-marie-0'], 'remove', 'left-structure');
    expect(await worth('acc-marie')).toEqual([]);
    expect((await factsOf(db, seq)).at(-1)).toMatchObject({
      what: 'role.revoked',
      on: 'acc-marie',
      why: 'review',
      details: { review: id, reason: 'left-structure' },
    });
  });

  it('is taken, for a structure, by who answers for it or was named, and they see no more', async () => {
    await seedPerson(db, 'acc-chief', ['org-msp'], ['site-administrator@org-msp']);
    await seedPerson(db, 'acc-named', ['org-cpts']);
    const { id } = await started({ reviewers: [{ structure: 'org-msp', ...reviewer('acc-named') }] });
    for (const who of ['acc-chief', 'acc-named']) {
      const { items } = await things().read.page(await me(who), id, {}, 50, 0);
      expect(items.map(({ grant }) => grant.organisation)).toEqual(Array(4).fill('org-msp'));
      expect((await things().read.list(await me(who), 10, 0)).items).toHaveLength(1);
    }
    expect((await decide(id, ['grant-acc-marie-0', 'grant-acc-paul-0'], 'keep', 'duties-unchanged', 'acc-named')).done).toEqual([
      'grant-acc-marie-0',
    ]);
    expect((await decide(id, ['grant-acc-lea-0', 'grant-acc-chief-0'], 'keep', 'duties-unchanged', 'acc-chief')).done).toEqual([
      'grant-acc-lea-0',
    ]);
    expect((await things().read.list(await me('acc-marie'), 10, 0)).items).toEqual([]);
  });

  it('that is foreseen writes nothing, and says what it would not do', async () => {
    const { id } = await started();
    const request = { review: id, grants: ['grant-acc-sophie-0', 'grant-acc-marie-0'], decision: 'remove', why: 'never-used' } as const;
    const foreseen = await things().decide.plan(await me('acc-sophie'), request);
    expect(foreseen).toEqual({ done: ['grant-acc-marie-0'], refused: [{ grant: 'grant-acc-sophie-0', code: 'access.denied' }] });
    expect(await worth('acc-marie')).toHaveLength(1);
    expect(await factsOf(db, seq)).toHaveLength(1);
  });

  it('is never one’s own, and never of the last administrator', async () => {
    const { id } = await started();
    expect((await decide(id, ['grant-acc-sophie-0'], 'keep', 'duties-unchanged')).refused).toEqual([
      { grant: 'grant-acc-sophie-0', code: 'access.denied' },
    ]);
    expect((await decide(id, ['grant-acc-paul-0'], 'remove', 'never-used')).done).toEqual(['grant-acc-paul-0']);
    await expect(decide(id, ['grant-acc-sophie-0'], 'remove', 'never-used', 'acc-paul')).rejects.toMatchObject({ code: 'review.unknown' });
  });

  it('comes too late after the deadline, and once', async () => {
    const { id } = await started();
    await decide(id, ['grant-acc-marie-0'], 'keep', 'duties-unchanged');
    expect((await decide(id, ['grant-acc-marie-0'], 'keep', 'duties-unchanged')).refused[0]!.code).toBe('review.decided');
    clock.set('2036-04-01T22:00:00Z');
    expect((await decide(id, ['grant-acc-lea-0'], 'keep', 'duties-unchanged')).refused[0]!.code).toBe('review.over');
    expect(await worth('acc-lea')).toEqual([]);
  });

  it('has a reason of its own list', async () => {
    const { id } = await started();
    expect((await decide(id, ['grant-acc-marie-0'], 'keep', 'never-used')).refused[0]!.code).toBe('review.reason');
  });

  it('by two reviewers at once is taken by the first', async () => {
    const { id } = await started();
    const [one, other] = await Promise.all([
      decide(id, ['grant-acc-marie-0'], 'remove', 'never-used'),
      decide(id, ['grant-acc-marie-0'], 'remove', 'never-used', 'acc-paul'),
    ]);
    expect([one.done.length + other.done.length, one.refused.length + other.refused.length]).toEqual([1, 1]);
  });
});

it('is called back to mind a week and a day before the deadline, once each, while roles wait', async () => {
  await seedPerson(db, 'acc-aside', ['org-cpts']);
  const { id } = await started({
    roles: ['dossiers:medical-secretary'],
    reviewers: [{ structure: 'org-msp', ...reviewer('acc-aside', 'acc-paul') }],
  });
  const remind = () => new RemindReviewers(things().reviews, clock).run();
  const reminded = async () => (await factsOf(db, seq)).filter(({ what }) => what.includes('reminded')).map(({ what, on }) => [what, on]);
  await remind();
  expect(await reminded()).toEqual([]);
  clock.set('2036-03-26T08:00:00Z');
  await Promise.all([remind(), remind()]);
  const once = [
    ['review.reminded', id],
    ['review.reviewer-reminded', 'acc-aside'],
  ];
  expect(await reminded()).toEqual(once);
  clock.set('2036-04-01T08:00:00Z');
  await remind();
  expect(await reminded()).toEqual([...once, ...once, ['review.reviewer-reminded', 'acc-paul']]);
  const owed = await db.query<{ about: string }>(
    sql('test.owed', `select about from outbox where topic = 'mail.send' and about in ($1, 'acc-aside')`),
    [id],
  );
  expect(owed).toHaveLength(6);
});

it('of which nothing waits is left alone', async () => {
  const { id } = await started({ roles: ['dossiers:medical-secretary'] });
  await decide(id, ['grant-acc-lea-0'], 'keep', 'duties-unchanged');
  clock.set('2036-04-01T08:00:00Z');
  await new RemindReviewers(things().reviews, clock).run();
  expect((await factsOf(db, seq)).filter(({ what }) => what.includes('reminded'))).toEqual([]);
});

describe('the role of a structure’s members', () => {
  const SHARED = sql(
    'test.shared',
    `insert into structure_grant (id, structure_id, role, organisation_id, from_at, until_at, reason, granted_by, proposed_at, approved_by, approved_at)
     values ($1, $2, 'dossiers:care-professional', 'org-msp', '2030-01-01', $3, 'new-duties', 'acc-sophie', '2030-01-01', 'acc-paul', '2030-01-01')`,
  );
  const share = (structure: string, until: Date | null = null) => db.query(SHARED, [`sgr-${structure}`, structure, until]);
  const itemsOf = async (review: string, who = 'acc-sophie') => (await things().read.page(await me(who), review, {}, 50, 0)).items;

  it('is one line, with the count of people it reaches', async () => {
    await share('org-msp');
    await share('org-cabinet');
    expect((await foreseen()).scope).toMatchObject({ items: 7, shared: 2, people: 5, proposals: { 'reaches-nobody': 1 } });
    const { id } = await started();
    const lines = (await itemsOf(id)).filter(({ grant }) => isShared(grant));
    expect(lines.map(({ grant, reaches, proposal, own }) => [grant.id, reaches, proposal, own])).toEqual([
      ['sgr-org-cabinet', 0, 'reaches-nobody', false],
      ['sgr-org-msp', 2, null, false],
    ]);
  });

  it('is kept with the end it had, taken back from all its members at once, or ended by silence', async () => {
    await share('org-msp', new Date('2037-01-01T00:00:00Z'));
    await share('org-cpts');
    await share('org-cabinet');
    await seedPerson(db, 'acc-cabinet', ['org-cabinet']);
    const { id } = await started({ roles: ['dossiers:care-professional'] });
    await decide(id, ['sgr-org-cabinet'], 'keep', 'duties-unchanged');
    expect(await worth('acc-lea')).toEqual(['dossiers:medical-secretary', 'dossiers:care-professional']);
    expect((await decide(id, ['sgr-org-msp'], 'keep', 'duties-unchanged', 'acc-paul')).done).toEqual(['sgr-org-msp']);
    expect((await decide(id, ['sgr-org-msp'], 'remove', 'never-used', 'acc-sophie')).done).toEqual(['sgr-org-msp']);
    expect(await worth('acc-lea')).toEqual(['dossiers:medical-secretary']);
    expect((await factsOf(db, seq)).slice(2)).toMatchObject([
      { what: 'review.kept', on: 'org-msp', by: 'acc-paul', details: { until: '2037-01-01T00:00:00.000Z' } },
      { what: 'structure-grant.revoked', on: 'org-msp', by: 'acc-sophie', why: 'review', details: { review: id, reason: 'never-used' } },
    ]);
    expect(await worth('acc-paul')).toEqual(['site-administrator', 'dossiers:care-professional']);
    clock.set('2036-04-01T22:00:00Z');
    expect([await worth('acc-paul'), await worth('acc-cabinet')]).toEqual([['site-administrator'], ['dossiers:care-professional']]);
  });

  it('is no line while it is only proposed', async () => {
    await share('org-msp');
    await db.query(sql('test.only-proposed', 'update structure_grant set approved_by = null, approved_at = null'));
    expect((await foreseen()).scope).toMatchObject({ items: 5, shared: 0 });
  });

  it('goes to somebody named who is no member of it', async () => {
    await share('org-cpts');
    await seedPerson(db, 'acc-outside', ['org-cabinet']);
    const naming = { roles: ['dossiers:care-professional'], otherwise: reviewer('acc-paul', 'acc-outside') };
    expect((await foreseen(naming)).scope.shares).toContainEqual({ account: 'acc-outside', items: 1, passed: 1 });
    expect((await foreseen({ ...naming, otherwise: reviewer('acc-paul') })).refusal?.code).toBe('review.own-rights');
  });

  it('is never reviewed by a member of it', async () => {
    await share('org-cpts');
    const { id } = await started({ roles: ['dossiers:care-professional'] });
    const [line] = (await itemsOf(id)).filter(({ own }) => own);
    expect(line!.grant.id).toBe('sgr-org-cpts');
    expect((await decide(id, ['sgr-org-cpts'], 'keep', 'duties-unchanged')).refused).toEqual([
      { grant: 'sgr-org-cpts', code: 'access.denied' },
    ]);
  });
});

it('ten thousand roles are listed in one go, and read by pages', async () => {
  await db.query(
    sql(
      'test.many',
      `insert into account (id, stage, given_name, family_name, created_at) select 'acc-n' || n, 'open', 'A', 'B' || n, now() from generate_series(1, 10000) n`,
    ),
  );
  await db.query(
    sql(
      'test.many-grants',
      `insert into role_grant (id, account_id, role, organisation_id, from_at, reason, granted_by, granted_at)
     select 'grant-n' || n, 'acc-n' || n, 'dossiers:care-professional', 'org-msp', '2020-01-01', 'new-duties', 'system:seed', '2020-01-01' from generate_series(1, 10000) n`,
    ),
  );
  const { id } = await started({ roles: ['dossiers:care-professional'] });
  const reader = await me('acc-sophie');
  const { items, more } = await things().read.page(reader, id, { state: 'waiting', proposal: 'orphan' }, 50, 5_000);
  const { progress } = await things().read.one(reader, id);
  expect([items.length, more, progress.waiting]).toEqual([50, true, 10_002]);
});
