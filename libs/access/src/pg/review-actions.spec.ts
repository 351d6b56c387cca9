import { fileURLToPath } from 'node:url';
import { sql, type Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import { startOfParisDay } from '@habilis/kernel';
import { freshDatabase } from '@habilis/test/database';
import { Callers } from '../decision/callers.ts';
import { loadPolicy } from '../policy/language/load-policy.ts';
import { DecideReview } from '../review/decide-review.ts';
import { PlanAction, type ActionRequest } from '../review/plan-action.ts';
import { ReadActions } from '../review/read-actions.ts';
import { ReadReviews } from '../review/read-reviews.ts';
import { SettleAction } from '../review/settle-action.ts';
import { StartReview } from '../review/start-review.ts';
import { actionState } from '../review/action.ts';
import { NoMachines } from '../testing/no-machines.ts';
import { PgHoldings, PgReviewActions, PgReviews } from './index.ts';
import { emptyAll, factsOf, seedOrganisations, seedPerson, whileHeld } from './testing/rows.ts';

const policy = loadPolicy(fileURLToPath(new URL('../../../../config/policies', import.meta.url)));
const NOW = '2036-03-03T08:00:00Z';
/** The clocks change on 30 March. */
const LAST_DAY = new Date(startOfParisDay('2036-04-04').getTime() + 43_200_000);
const clock = new FixedClock(NOW);
let db: Database & { url: string };
let seq: number;
let review: string;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

const holdings = () => new PgHoldings(db);
const reviews = () => new PgReviews(db);
const actions = () => new PgReviewActions(db);
const callers = () => new Callers(policy, holdings(), new NoMachines(), clock);
const me = (id: string) => callers().forAccount(id);
const MARIE = 'grant-acc-marie-0';

beforeEach(async () => {
  clock.set(NOW);
  await emptyAll(db.url);
  await seedOrganisations(db);
  await seedPerson(db, 'acc-sophie', ['org-cpts'], ['site-administrator@org-cpts']);
  await seedPerson(db, 'acc-paul', ['org-cpts'], ['site-administrator@org-cpts']);
  await seedPerson(db, 'acc-marie', ['org-msp'], ['dossiers:care-professional@org-msp']);
  await seedPerson(db, 'acc-named', ['org-cpts']);
  await seedPerson(db, 'acc-second', ['org-cpts']);
  await seedPerson(db, 'acc-aside', ['org-cabinet']);
  await seedPerson(db, 'acc-far', ['org-other'], ['site-administrator@org-other']);
  await start();
});

/** Opens the review, of all there is. */
async function start(): Promise<void> {
  const { review: started } = await new StartReview(policy, reviews(), holdings(), clock).run(await me('acc-sophie'), {
    ...{ organisation: 'org-cpts', title: 'Printemps', roles: [], structures: [], silence: 'suspend' },
    reviewers: [{ structure: 'org-msp', account: 'acc-named', substitute: 'acc-second' }],
    otherwise: null,
    deadline: new Date('2036-04-01T22:00:00Z'),
  });
  review = started.id;
  const [last] = await db.query<{ seq: string }>(sql('test.seq', 'select max(seq) as seq from fact'));
  seq = Number(last!.seq);
}

const SHARED = sql(
  'test.shared',
  `insert into structure_grant (id, structure_id, role, organisation_id, from_at, reason, granted_by, proposed_at, approved_by, approved_at)
   values ('sgr-cabinet', 'org-cabinet', 'dossiers:care-professional', 'org-msp', '2030-01-01', 'new-duties', 'acc-sophie', '2030-01-01', 'acc-paul', '2030-01-01')`,
);

const plan = async (change: Partial<ActionRequest> = {}, who = 'acc-sophie') =>
  new PlanAction(reviews(), actions(), holdings(), clock).run(await me(who), {
    ...{ review, line: MARIE, finding: 'too-wide', task: 'Donner le rôle de secrétaire à la place', owner: 'acc-aside', lastDay: LAST_DAY },
    ...change,
  });
const settle = () => new SettleAction(actions(), clock);
const seen = async (who: string) => (await new ReadActions(actions(), clock).page(await me(who), review, {}, 50, 0)).items;
const progress = async (who: string) => (await new ReadReviews(reviews(), clock).one(await me(who), review)).progress;
const refused = (code: string) => expect.objectContaining({ code });

describe('an action', () => {
  it('is planned about a line, with somebody to do it and a day; its words stay out of the journal', async () => {
    const { id, dueAt } = await plan();
    expect(dueAt).toEqual(new Date('2036-04-04T22:00:00Z'));
    expect(await factsOf(db, seq)).toEqual([
      {
        ...{ what: 'review-action.planned', on: 'acc-aside', by: 'acc-sophie', why: 'too-wide', source: 'CPAM13.10.4' },
        organisation: 'org-msp',
        details: { action: id, review, deadline: '2036-04-04T21:59:59.999Z' },
      },
    ]);
    expect(await progress('acc-sophie')).toMatchObject({ actions: { 'to-do': 1, late: 0, done: 0, 'given-up': 0 } });
  });

  it('is planned by whoever was named for the structure, and about the whole by those who answer', async () => {
    await plan({}, 'acc-named');
    await plan({ line: null, finding: 'late-departures' });
    await expect(plan({ line: null }, 'acc-named')).rejects.toEqual(refused('review.unknown'));
    await expect(plan({ line: 'grant-acc-paul-0' }, 'acc-named')).rejects.toEqual(refused('review.unknown'));
  });

  it('is seen by those who answer, who planned it, and who have to do it; by nobody else', async () => {
    await plan();
    await plan({ line: null });
    const eyes = ['acc-sophie', 'acc-named', 'acc-second', 'acc-aside', 'acc-marie', 'acc-far'];
    expect(await Promise.all(eyes.map(async (who) => (await seen(who)).length))).toEqual([2, 1, 1, 2, 0, 0]);
    expect((await new ReadReviews(reviews(), clock).list(await me('acc-aside'), 10, 0)).items).toHaveLength(1);
    const concerning = async () => new ReadReviews(reviews(), clock).concerning(await me('acc-aside'));
    expect(await concerning()).toEqual(['org-cpts']);
    for (const { id } of await seen('acc-aside')) await settle().done(await me('acc-aside'), review, id, 'Fait');
    expect(await concerning()).toEqual([]);
    await expect(progress('acc-marie')).rejects.toEqual(refused('review.unknown'));
  });

  it.each([
    ['by yesterday', { lastDay: new Date('2036-03-02T12:00:00Z') }, 'review-action.due'],
    ['in more than a year', { lastDay: new Date('2037-03-05T12:00:00Z') }, 'review-action.due'],
    ['by somebody of elsewhere', { owner: 'acc-far' }, 'review-action.owner'],
    ['by nobody', { owner: 'acc-ghost' }, 'review-action.owner'],
    ['by whoever holds the role', { owner: 'acc-marie' }, 'review-action.own'],
    ['about a role that is not on the list', { line: 'grant-acc-far-0' }, 'review.unknown'],
  ])('to be done %s is refused', async (_what, change, code) => {
    await expect(plan(change)).rejects.toEqual(refused(code));
    expect(await factsOf(db, seq)).toEqual([]);
  });

  it('about one’s own role is planned by another', async () => {
    await expect(plan({ line: 'grant-acc-sophie-0' })).rejects.toEqual(refused('access.denied'));
    const { id } = await plan({ line: 'grant-acc-sophie-0' }, 'acc-paul');
    await expect(settle().giveUp(await me('acc-sophie'), review, id, 'risk-accepted')).rejects.toEqual(refused('access.denied'));
    await settle().giveUp(await me('acc-paul'), review, id, 'risk-accepted');
  });

  it('about the role of a structure is planned, done and closed by nobody who is a member of it', async () => {
    await db.query(SHARED);
    await seedPerson(db, 'acc-chief', ['org-cabinet', 'org-cpts'], ['site-administrator@org-cpts']);
    await start();
    const line = 'sgr-cabinet';
    await expect(plan({ line, owner: 'acc-named' }, 'acc-chief')).rejects.toEqual(refused('access.denied'));
    await expect(plan({ line, owner: 'acc-aside' })).rejects.toEqual(refused('review-action.own'));
    const { id } = await plan({ line, owner: 'acc-named' });
    await expect(settle().giveUp(await me('acc-chief'), review, id, 'risk-accepted')).rejects.toEqual(refused('access.denied'));
    await settle().giveUp(await me('acc-sophie'), review, id, 'risk-accepted');
  });

  it('is done by whoever has to do it, who says what was done; once', async () => {
    const { id } = await plan();
    await expect(settle().done(await me('acc-named'), review, id, 'Fait')).rejects.toEqual(refused('access.denied'));
    await expect(settle().done(await me('acc-marie'), review, id, 'Fait')).rejects.toEqual(refused('review-action.unknown'));
    await settle().done(await me('acc-aside'), review, id, 'Rôle remplacé');
    expect(await seen('acc-sophie')).toMatchObject([{ done: 'Rôle remplacé', closedBy: 'acc-aside', about: { account: 'acc-marie' } }]);
    expect((await factsOf(db, seq)).at(-1)).toMatchObject({ what: 'review-action.done', by: 'acc-aside', why: 'in-time' });
    await expect(settle().giveUp(await me('acc-sophie'), review, id, 'risk-accepted')).rejects.toEqual(refused('review-action.closed'));
  });

  it('is given up for a reason, also by those who answer', async () => {
    const { id } = await plan();
    await settle().giveUp(await me('acc-sophie'), review, id, 'risk-accepted');
    expect((await factsOf(db, seq)).at(-1)).toMatchObject({ what: 'review-action.given-up', by: 'acc-sophie', why: 'risk-accepted' });
    expect(await progress('acc-sophie')).toMatchObject({ actions: { 'to-do': 0, 'given-up': 1 } });
  });

  it('closed by two at once is closed by the first', async () => {
    const { id } = await plan();
    const [owner, administrator] = await Promise.all([me('acc-aside'), me('acc-paul')]);
    const closing = [settle().done(owner, review, id, 'Fait'), settle().giveUp(administrator, review, id, 'not-possible')];
    const results = await Promise.allSettled(closing);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is late once its day is over in Paris; told then, and each week, once', async () => {
    const { id } = await plan();
    const told = async () => (await factsOf(db, seq)).filter(({ what }) => what === 'review-action.late');
    clock.set('2036-04-04T21:59:59Z');
    await settle().tellLate();
    expect(await told()).toEqual([]);
    clock.set('2036-04-04T22:00:00Z');
    await whileHeld(db, 'review_action', id, () => [settle().tellLate(), settle().tellLate()]);
    await settle().tellLate();
    expect(await told()).toMatchObject([{ on: 'acc-aside', by: 'system:reviews', details: { action: id } }]);
    expect(actionState((await seen('acc-sophie'))[0]!, clock.now())).toBe('late');
    clock.set('2036-04-11T21:00:00Z');
    await settle().tellLate();
    expect(await told()).toHaveLength(1);
    clock.set('2036-04-11T22:00:00Z');
    await settle().tellLate();
    expect(await told()).toHaveLength(2);
    await settle().done(await me('acc-aside'), review, id, 'Fait');
    expect((await factsOf(db, seq)).at(-1)).toMatchObject({ why: 'late' });
    clock.set('2036-05-11T22:00:00Z');
    await settle().tellLate();
    expect(await told()).toHaveLength(2);
    const owed = await db.query(
      sql('test.owed', `select 1 from outbox where topic = 'mail.send' and payload #>> '{details,action}' = $1`),
      [id],
    );
    expect(owed).toHaveLength(3);
  });

  it('is still to be made of what speaks for a removal, and of what was removed', async () => {
    expect((await progress('acc-sophie')).unplanned).toBe(3);
    await plan();
    expect((await progress('acc-sophie')).unplanned).toBe(2);
    await new DecideReview(policy, callers(), reviews(), clock).run(await me('acc-sophie'), {
      ...{ review, grants: ['grant-acc-paul-0'], decision: 'remove', why: 'never-used' },
    });
    const read = new ReadReviews(reviews(), clock);
    const { items } = await read.page(await me('acc-sophie'), review, { unplanned: true }, 50, 0);
    expect(items.map(({ grant }) => grant.id)).toEqual(['grant-acc-paul-0', 'grant-acc-sophie-0']);
  });
});
