import { Listener, sql, type Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import type { Caller } from '@habilis/kernel';
import { freshDatabase } from '@habilis/test/database';
import { Callers } from '../decision/callers.ts';
import { ChangePolicy } from '../policy/change-policy.ts';
import { RunDry } from '../policy/dry-run.ts';
import { importPolicy } from '../policy/import-policy.ts';
import { LivePolicy } from '../policy/live-policy.ts';
import { PolicyPlaces } from '../policy/policy-store.ts';
import { PastPolicies } from '../policy/past-policies.ts';
import { aHolding, MemoryHoldings } from '../testing/holdings.ts';
import { NoMachines } from '../testing/no-machines.ts';
import { FollowPolicy } from './follow-policy.ts';
import { PgGrants } from './pg-grants.ts';
import { PgPolicies } from './pg-policies.ts';
import { PgPolicyCounts } from './pg-policy-counts.ts';
import { emptyAll, factsOf, seedOrganisations, seedPerson } from './testing/rows.ts';
import { SMALL_POLICY as FILES } from './testing/small-policy.ts';

const clock = new FixedClock('2036-03-02T08:00:00Z');

/** The files with one of them changed. */
const with_ = (file: string, from: string, to: string) => {
  const text = FILES.get(file)!;
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  return new Map([...FILES, [file, text.replace(from, to)]]);
};
const WIDER = with_('dossiers', 'maxDays: 30', 'maxDays: 60');
const NARROWER = with_('dossiers', 'structure: { in: { var: grant.organisations } }', 'structure: { in: { var: grant.organisations } }\n      now.hour: { gte: 7 }'); // prettier-ignore
const BROKEN = with_('dossiers', 'careTeam: { contains:', 'careTeam: { contain:');
const FAILING = with_('dossiers', 'expect: { allowed: care-team-writes }', 'expect: { refused: no-role }');
const OURS = with_('habilis', 'fr: Membre', 'fr: Membre d’une organisation');

/** The community owns the portal; the product belongs to it and to its neighbour. */
class Places extends PolicyPlaces {
  override of({ portal, organisation }: { portal?: string | undefined; organisation?: string | undefined }) {
    return organisation ? [organisation] : portal ? ['org-cpts'] : ['org-cpts', 'org-other'];
  }
}

let db: Database & { url: string };
let since: number;
let store: PgPolicies;
let change: ChangePolicy;
let live: LivePolicy;
let [author, officer, stranger, member] = [] as unknown as Caller[];

const held = (id: string, ...roles: string[]) => aHolding({ id, roles, at: ['org-cpts', 'org-other'] });
const changes = async () => (await factsOf(db, since)).map(({ what }) => what).filter((what) => what.startsWith('policy.'));

beforeAll(async () => void (db = await freshDatabase()));
afterAll(() => db.close());
beforeEach(async () => {
  since = await emptyAll(db.url);
  store = new PgPolicies(db);
  await importPolicy(store, FILES, clock.now(), false);
  live = new LivePolicy();
  const follow = new FollowPolicy(db, live);
  await follow.start();
  follow.stop();
  change = new ChangePolicy(store, new Places(), new PgGrants(db), clock);
  const people = [
    held('acc-author', 'site-administrator'),
    held('acc-officer', 'security-officer'),
    held('acc-far', 'site-administrator@org-other'),
    held('acc-member'),
  ];
  const callers = new Callers(live, new MemoryHoldings(...people), new NoMachines(), clock);
  [author, officer, stranger, member] = await Promise.all(people.map(({ standing }) => callers.forAccount(standing.id)));
});

const drafted = async (files = WIDER, me = author!) => (await change.draft(me, files, 'new-use')).version.id;
const days = () => live.roles.get('dossiers:third-party')?.maxDays;
const seen = async (what: () => boolean, within: number) => {
  const from = performance.now();
  while (!what() && performance.now() - from < within) await new Promise((resolve) => setTimeout(resolve, 5));
  return what() ? performance.now() - from : Infinity;
};

describe('a change of policy', () => {
  it('is drafted by one, put in force by another, and taken back in one act', async () => {
    const id = await drafted();
    await change.publish(officer!, id);
    const [now, before] = await store.list();
    expect([now!.published, before!.published]).toMatchObject([
      { number: 2, by: 'acc-officer' },
      { number: 1, by: 'system:configuration' },
    ]);
    await change.return(author!, before!.id);
    expect((await store.inForce())!.version.hash).toBe(before!.hash);
    expect(await changes()).toEqual(['policy.drafted', 'policy.published', 'policy.drafted', 'policy.published', 'policy.returned']);
  });

  it('is never put in force by who wrote it', async () => {
    await expect(change.publish(author!, await drafted())).rejects.toMatchObject({ code: 'policy.own-draft' });
    await expect(drafted(WIDER, officer!)).rejects.toMatchObject({ code: 'access.denied' });
    expect((await store.inForce())!.number).toBe(1);
  });

  it('is not put in force by a second account of who wrote it', async () => {
    await seedPerson(db, 'acc-author', []);
    await seedPerson(db, 'acc-officer', []);
    const id = await drafted();
    const named = sql('test.named', `update account set given_name = $1, family_name = $2 where id = any ($3)`);
    await db.query(named, ['Zoé', 'PETIT-ROUX', ['acc-author']]);
    await db.query(named, ['Zoe', 'Petit-Roux', ['acc-officer']]);
    await expect(change.publish(officer!, id)).rejects.toMatchObject({ code: 'policy.own-draft' });
    await db.query(named, ['Zacharie', 'PETIT-ROUX', ['acc-officer']]);
    await expect(change.publish(officer!, id)).resolves.toMatchObject({ number: 2 });
  });

  it.each([
    ['a file that cannot be read', BROKEN],
    ['a case that fails', FAILING],
  ])('with %s is kept, told, and not put in force', async (_what, files) => {
    const { version, lint } = await change.draft(author!, files, 'correction');
    expect(lint.sound).toBe(false);
    await expect(change.publish(officer!, version.id)).rejects.toMatchObject({ code: /policy.unsound|access.denied/ });
    expect((await store.inForce())!.number).toBe(1);
  });

  it('asks for the right in every organisation that the file speaks for', async () => {
    await expect(drafted(WIDER, stranger!)).rejects.toMatchObject({ code: 'access.denied' });
    await expect(drafted(WIDER, member!)).rejects.toMatchObject({ code: 'access.denied' });
    await expect(drafted(OURS)).rejects.toMatchObject({ code: 'access.denied' });
    const narrowing = (place: string) =>
      new Map([...FILES, ['here', `organisation: ${place}\nfr: Chez nous\nen: At ours\nnarrows: { security-officer: { maxDays: 90 } }`]]);
    await expect(drafted(narrowing('org-other'))).rejects.toMatchObject({ code: 'access.denied' });
    expect(await drafted(narrowing('org-cpts'))).toMatch(/^pol-/);
    const moved = new Map([...FILES, ['dossiers', FILES.get('dossiers')!.replace('portal: dossiers', '# portal: dossiers')]]);
    await expect(drafted(moved)).rejects.toMatchObject({ code: 'access.denied' });
  });

  it('does not undo what was published since it was written', async () => {
    const [one, other] = [await drafted(WIDER), await drafted(NARROWER)];
    const both = await Promise.allSettled([change.publish(officer!, one), change.publish(officer!, other)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await store.inForce())!.number).toBe(2);
    const late = both[0].status === 'fulfilled' ? other : one;
    await expect(change.publish(officer!, late)).rejects.toMatchObject({ code: 'policy.stale' });
    await expect(drafted(both[0].status === 'fulfilled' ? WIDER : NARROWER)).rejects.toMatchObject({ code: 'policy.unchanged' });
  });

  it('that was set aside is not put in force, and what never was is not returned to', async () => {
    const id = await drafted();
    await expect(change.return(officer!, id)).rejects.toMatchObject({ code: 'policy.never-in-force' });
    await change.discard(author!, id);
    await expect(change.publish(officer!, id)).rejects.toMatchObject({ code: 'policy.discarded' });
  });

  it('cannot be rewritten, not even by the service', async () => {
    await expect(db.query(sql('test.rewrite', `update policy_version set files = '{}'`))).rejects.toThrow('permission denied');
    await expect(db.query(sql('test.forget', 'delete from policy_publication'))).rejects.toThrow('permission denied');
  });
});

describe('replicas', () => {
  it.each([
    ['that hear of it', true],
    ['whose link is cut', false],
  ])('%s decide by it', async (_what, hears) => {
    const listener = new Listener(db.url);
    const follow = new FollowPolicy(db, live);
    try {
      await follow.start(hears ? listener : undefined);
      expect(days()).toBe(30);
      await change.publish(officer!, await drafted());
      expect(await seen(() => days() === 60, 10_000)).toBeLessThan(Infinity); // how soon is `npm run bench`’s to say
    } finally {
      follow.stop();
      await listener.close();
    }
  });

  it('that cannot read what is in force allow nothing', async () => {
    const follow = new FollowPolicy(db, live);
    await follow.start();
    follow.stop();
    await db.query(
      sql('test.newer', `insert into policy_version values ('pol-newer', '{"dossiers": "later: 1"}', 'h', 'new-use', 'x', now(), null)`),
    );
    await db.query(sql('test.newer-in-force', `insert into policy_publication values (2, 'pol-newer', now(), 'x')`));
    await follow.look();
    expect(live.roles.size).toBe(0);
  });
});

describe('the files of the configuration', () => {
  it('are imported once, then as a draft, or at once in development', async () => {
    await importPolicy(store, FILES, clock.now(), false);
    expect(await store.list()).toHaveLength(1);
    await importPolicy(store, WIDER, clock.now(), false);
    expect([(await store.inForce())!.number, (await store.list()).length]).toEqual([1, 2]);
    await change.publish(officer!, (await store.list()).find(({ published }) => !published)!.id);
    await importPolicy(store, NARROWER, clock.now(), true);
    expect((await store.inForce())!.number).toBe(3);
    await importPolicy(store, NARROWER, clock.now(), true);
    expect((await store.list()).length).toBe(3);
  });
});

describe('a dry run', () => {
  const dry = (id: string) => new RunDry(store, new PgPolicyCounts(db, live), clock).run(id, ['org-cpts']);

  it('says who gains and who loses, with a situation, and changes nothing', async () => {
    await seedOrganisations(db);
    await seedPerson(db, 'acc-doctor', ['org-cpts'], ['dossiers:care-professional@org-cpts']);
    const less = await dry(await drafted(NARROWER));
    expect(less.differences).toEqual([
      {
        role: 'dossiers:care-professional',
        type: 'dossiers:PatientFile',
        action: 'read',
        change: 'loses',
        example: expect.stringMatching(/now.hour = [0-6]\b/),
        from: [expect.objectContaining({ what: 'rule-changed', was: [], is: [expect.objectContaining({ fr: 'l’heure, à Paris, vaut au moins 7' })] })], // prettier-ignore
      },
    ]);
    expect([less.lose, less.gain, less.refused.differ]).toEqual([{ people: 1, some: ['acc-doctor'] }, { people: 0, some: [] }, 0]);
    const more = await dry(
      await drafted(with_('dossiers', 'purposes: [care, coordination]', 'purposes: [care, coordination, appointment]')),
    );
    expect(more.differences).toMatchObject([
      {
        ...{ change: 'gains', action: 'read', example: expect.stringContaining('context.purpose = appointment') },
        from: [{ what: 'rule-changed', is: [{ fr: expect.stringMatching(/^la finalité déclarée est .+ ou « Rendez-vous »$/) }] }],
      },
    ]);
    expect(more.gain).toEqual({ people: 1, some: ['acc-doctor'] });
    expect((await store.inForce())!.number).toBe(1);
  });

  it('counts the refusals of the last thirty days that could be answered otherwise', async () => {
    await seedOrganisations(db);
    await seedPerson(db, 'acc-doctor', ['org-cpts'], ['dossiers:care-professional@org-cpts']);
    const DENIED = sql(
      'test.denied',
      `insert into fact (at, what, on_id, by_id, why, details) values ($1, 'decision.denied', $2, 'client:dossiers', 'no-need-to-know', $3)`,
    );
    const ask = (at: string, who: string, action: string) => db.query(DENIED, [new Date(at), who, { type: 'PatientFile', action }]);
    for (const [at, who, action] of [
      ['2036-03-01T08:00:00Z', 'acc-doctor', 'read'],
      ['2036-03-01T09:00:00Z', 'acc-doctor', 'write'],
      ['2036-03-01T10:00:00Z', 'acc-none', 'read'],
    ] as const)
      await ask(at, who, action);
    const { refused } = await dry(
      await drafted(with_('dossiers', 'purposes: [care, coordination]', 'purposes: [care, coordination, appointment]')),
    );
    expect(refused).toEqual({ looked: 3, differ: 1 });
  });
});

describe('a past decision', () => {
  it('was refused before anything was published', async () => {
    expect((await new PastPolicies(live, store).at(new Date('2000-01-01'))).version).toBe('none');
  });

  it('compiles a version once, and forgets the one that was looked at least', async () => {
    const read: string[] = [];
    const ids = Array.from({ length: 9 }, (_, n) => `pol-${n}`);
    const shelf = {
      inForceAt: async (at: Date) => ids[at.getTime()]!,
      get: async (id: string) => (read.push(id), { ...(await store.inForce())!.version, id }),
    };
    const past = new PastPolicies(live, shelf);
    for (const n of [0, 1, 0, 2, 3, 4, 5, 6, 7, 0, 8]) await past.at(new Date(n));
    expect(read).toEqual(ids);
    await past.at(new Date(0));
    await past.at(new Date(1));
    expect(read.slice(9)).toEqual(['pol-1']);
  }, 20_000);
});
