import { sql, type Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import { freshDatabase } from '@habilis/test/database';
import { emptied } from '@habilis/test/emptied';
import { Arrive, ListPeople, ReadSheet, type Account, type PeopleQuery } from '../index.ts';
import { aCaller } from '../testing/callers.ts';
import { aHold, anAccount, anArrival, aPlace } from '../testing/index.ts';
import { SettleDoubt } from '../settle-doubt.ts';
import { PgAccounts } from './pg-accounts.ts';
import { PgIdentities } from './pg-identities.ts';
import { PgPeople } from './pg-people.ts';
import { factsOf, seed } from './testing/rows.ts';

const NOW = '2026-03-02T08:00:00Z';
const past = new Date('2026-02-01T00:00:00Z');
const to = (day: string) => new Date(`${day}T00:00:00Z`);

const person = (id: string, givenName: string, familyName: string, patch: Partial<Account> = {}) =>
  anAccount({ id: `acc-${id}`, givenName, familyName, ...patch });

// prettier-ignore
const PEOPLE = [
  person('eleonore', 'Marie-Éléonore', "D’HÉROUVILLE"),
  person('claire',   'Claire', 'MOREAU'),
  person('moreau',   'Moreau', 'CLAIR'),
  person('layla',    'ليلى', 'بن يوسف'),
  person('victor',   'Victor', 'NOËL', { memberships: [aPlace({ organisation: 'org-b' })] }),
  person('both',     'Inès', 'CARON', { memberships: [aPlace(), aPlace({ organisation: 'org-b' })] }),
  person('asks',     'Nadia', 'HADDAD', { stage: 'requested', memberships: [aPlace({ stage: 'requested', from: to('2026-02-20') })] }),
  person('waits',    'Paul', 'GAUTHIER', { stage: 'requested', memberships: [aPlace({ stage: 'requested', from: to('2026-02-10') })] }),
  person('left',     'Denis', 'MARCHAND', { memberships: [aPlace({ stage: 'ended', until: past })] }),
  person('leaving',  'Odile', 'PERRIN', { memberships: [aPlace({ until: past })] }),
  person('away',     'Hugo', 'FAURE', { holds: [aHold({ id: 'hold-away', kind: 'absence', organisation: 'org-a' })] }),
  person('back',     'Amélie', 'ROUX', { holds: [aHold({ id: 'hold-back', kind: 'absence', organisation: 'org-a', until: past })] }),
  person('barred',   'Marc', 'LEFÈVRE', { holds: [aHold({ id: 'hold-barred', kind: 'restriction' })] }),
  person('closed',   'Lucas', 'PETIT', { stage: 'closed', memberships: [aPlace({ stage: 'ended', until: past })] }),
];

describe('lists of people', () => {
  let db: Database;
  let people: PgPeople;
  beforeAll(async () => {
    db = await freshDatabase();
    people = new PgPeople(db, new FixedClock(NOW));
    await seed(db, ['org-a', 'org-b'], PEOPLE);
    await db.query(
      sql('test.rpps', `insert into national_id (id, account_id, current, since) values ('899700000005', 'acc-claire', true, now())`),
    );
  });
  afterAll(() => db.close());

  const found = async (query: Partial<PeopleQuery>) =>
    (await people.list({ organisations: ['org-a'], ...query })).items.map((each) => each.id.slice(4));

  it.each([
    ['the beginning of a family name', { search: 'mor' }, ['claire', 'moreau']],
    ['accents and case aside', { search: 'LEFEVRE' }, ['barred']],
    ['accents that people do type', { search: 'lefèvre' }, ['barred']],
    ['an apostrophe, however it is typed', { search: "d'herou" }, ['eleonore']],
    ['the beginning of a given name', { search: 'marie el' }, ['eleonore']],
    ['family names before given names', { search: 'clai' }, ['moreau', 'claire']],
    ['family and given name', { search: 'moreau c' }, ['claire', 'moreau']],
    ['another script', { search: 'بن' }, ['layla']],
    ['a whole RPPS', { search: '99700000005' }, ['claire']],
    ['a whole national identifier', { search: '899700000005' }, ['claire']],
    ['no part of an RPPS', { search: '997000000' }, []],
    ['no one elsewhere', { search: 'noel' }, []],
    ['no pattern', { search: '%' }, []],
    ['who asks', { stage: 'requested' }, ['waits', 'asks']],
    ['who has left, or whose last day has come', { stage: 'departed' }, ['left', 'leaving']],
    ['whose account is closed', { stage: 'closed' }, ['closed']],
    ['who is held now', { hold: 'any' }, ['away', 'barred']],
    ['who is held by a kind', { hold: 'absence' }, ['away']],
    ['who is held and of a name', { hold: 'any', search: 'hugo' }, ['away']],
    ['nobody without an organisation', { organisations: [] }, []],
  ] as [string, Partial<PeopleQuery>, string[]][])('find by %s', async (_, query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  it('say the stage at that instant, for whom a departure has come', async () => {
    const { items } = await people.list({ organisations: ['org-a'], search: 'perrin' });
    expect(items).toMatchObject([{ stage: 'departed', memberships: [{ organisation: 'org-a', stage: 'active' }] }]);
  });

  it.each([1, 2, 3, 100])('go page by page of %d, each person once and in order, over several organisations', async (limit) => {
    for (const search of [undefined, 'm', 'clai']) {
      const all: string[] = [];
      let cursor: string | undefined;
      for (let pages = 0; pages < 30; pages++) {
        const page = await people.list({ organisations: ['org-b', 'org-a'], search, cursor, limit });
        all.push(...page.items.map((each) => each.id));
        if (!page.next) break;
        cursor = page.next;
      }
      const whole = await people.list({ organisations: ['org-a', 'org-b'], search, limit: 100 });
      expect(all).toEqual(whole.items.map((each) => each.id));
      expect(new Set(all).size).toBe(all.length);
    }
  });

  it.each(['x', 'bnVsbA', Buffer.from('["family",1,2]').toString('base64url'), Buffer.from('["up","a","b"]').toString('base64url')])(
    'refuse %s as a place to go on from',
    async (cursor) => {
      await expect(people.list({ organisations: ['org-a'], cursor })).rejects.toMatchObject({ code: 'cursor.malformed', kind: 'invalid' });
      await expect(people.requests({ organisations: ['org-a'], cursor })).rejects.toMatchObject({ code: 'cursor.malformed' });
    },
  );

  it('give requests by how long they wait', async () => {
    const first = await people.requests({ organisations: ['org-a', 'org-b'], limit: 1 });
    const second = await people.requests({ organisations: ['org-a', 'org-b'], limit: 1, cursor: first.next! });
    expect([...first.items, ...second.items].map((each) => [each.id, each.since])).toEqual([
      ['acc-waits', to('2026-02-10')],
      ['acc-asks', to('2026-02-20')],
    ]);
    expect(second.next).toBeNull();
  });

  it('give each caller the organisations that are theirs, and of each person what is theirs', async () => {
    const sophie = aCaller('acc-sophie', { may: ['list', 'read', 'approve'], at: ['org-a'] });
    const list = new ListPeople(people);
    const mine = await list.people(sophie, { search: 'caron' });
    expect(mine.items).toMatchObject([{ id: 'acc-both', memberships: [{ organisation: 'org-a' }] }]);
    expect(mine.items[0]!.memberships).toHaveLength(1);
    expect((await list.people(sophie, { organisation: 'org-b' })).items).toEqual([]);
    expect((await list.people(aCaller('acc-nobody'), {})).items).toEqual([]);
    expect((await new ReadSheet(people).run(sophie, 'acc-both')).account.memberships).toHaveLength(1);
    await expect(new ReadSheet(people).run(sophie, 'acc-victor')).rejects.toMatchObject({ code: 'account.unknown' });
    await expect(new ReadSheet(people).run(sophie, 'acc-ghost')).rejects.toMatchObject({ code: 'account.unknown' });
    expect((await new ReadSheet(people).run(aCaller('acc-both'), 'acc-both')).account.memberships).toHaveLength(2);
  });
});

describe('a doubt', () => {
  let db: Database & { url: string };
  const clock = new FixedClock(NOW);
  const sophie = aCaller('acc-sophie', { may: ['read', 'approve', 'list'], at: ['org-a'] });
  beforeAll(async () => void (db = await freshDatabase()));
  afterAll(() => db.close());
  beforeEach(async () => {
    await emptied(db);
    await seed(db, ['org-a', 'org-b'], [person('claire', 'Claire', 'MOREAU')]);
  });

  const parts = () => {
    const accounts = new PgAccounts(db);
    const identities = new PgIdentities(db);
    return {
      accounts,
      people: new PgPeople(db, clock),
      arrive: new Arrive(accounts, identities, clock),
      settle: new SettleDoubt(accounts, identities, clock),
    };
  };
  const namesake = anArrival({
    upstream: 'enrs',
    issuer: 'https://enrs.example',
    subject: 's-1',
    nationalId: null,
    givenName: 'Claire',
    familyName: 'Moreau',
  });

  it('waits on the list and on the sheet, and lets the person in once linked', async () => {
    const { people, arrive, settle } = parts();
    expect(await arrive.run(namesake)).toMatchObject({ outcome: 'quarantined', doubt: 'namesake' });
    const { items } = await new ListPeople(people).doubts(sophie, {});
    expect(items).toMatchObject([
      { doubt: 'namesake', accountId: 'acc-claire', organisation: 'org-a', upstream: 'enrs', familyName: 'Moreau' },
    ]);
    expect((await people.sheet('acc-claire')).doubts).toEqual(items);
    await settle.run(sophie, { id: items[0]!.id, conclusion: 'link', why: 'same-person' });
    expect(await arrive.run(namesake)).toEqual({ outcome: 'known', accountId: 'acc-claire' });
    expect((await people.doubts({ organisations: ['org-a'] })).items).toEqual([]);
    expect((await factsOf(db)).map((each) => [each.what, each.by])).toEqual([['identity.quarantined', 'system:arrival'], ['identity.settle', 'acc-sophie']]); // prettier-ignore
    await expect(settle.run(sophie, { id: items[0]!.id, conclusion: 'reject', why: 'not-verified' })).rejects.toMatchObject({
      code: 'quarantine.settled',
    });
  });

  it('about a namesake can end in a request of their own, and goes on turning away who was rejected', async () => {
    const { people, arrive, settle } = parts();
    await arrive.run(namesake);
    const [entry] = (await people.doubts({ organisations: ['org-a'] })).items;
    await settle.run(sophie, { id: entry!.id, conclusion: 'separate', why: 'another-person' });
    const arrived = await arrive.run(namesake);
    expect(arrived).toMatchObject({ outcome: 'requested' });
    expect(arrived.accountId).not.toBe('acc-claire');
    expect((await people.requests({ organisations: ['org-a'] })).items).toMatchObject([{ namesakes: 1, upstream: 'enrs' }]);
    const other = { ...namesake, subject: 's-2' };
    await arrive.run(other);
    const [again] = (await people.doubts({ organisations: ['org-a'] })).items;
    await settle.run(sophie, { id: again!.id, conclusion: 'reject', why: 'not-verified' });
    expect(await arrive.run(other)).toMatchObject({ outcome: 'quarantined' });
    expect((await people.doubts({ organisations: ['org-a'] })).items).toEqual([]);
  });

  it('is settled only where the person is known, and a changed subject only by linking', async () => {
    const { people, arrive, settle } = parts();
    await arrive.run(anArrival({ subject: 'f:1', nationalId: '899700000005', provisioning: 'auto' }));
    await arrive.run(anArrival({ subject: 'f:2', nationalId: '899700000005' }));
    const [entry] = (await people.doubts({ organisations: ['org-a'] })).items;
    expect(entry).toMatchObject({ doubt: 'subject-changed', nationalId: '8••••••••005' });
    const far = aCaller('acc-far', { may: ['read', 'approve'], at: ['org-b'] });
    await expect(settle.run(far, { id: entry!.id, conclusion: 'link', why: 'same-person' })).rejects.toMatchObject({
      code: 'quarantine.unknown',
    });
    await expect(settle.run(sophie, { id: entry!.id, conclusion: 'separate', why: 'another-person' })).rejects.toMatchObject({
      code: 'quarantine.not-separable',
    });
    await settle.run(sophie, { id: entry!.id, conclusion: 'link', why: 'same-person' });
    expect(await arrive.run(anArrival({ subject: 'f:2', nationalId: '899700000005' }))).toMatchObject({ outcome: 'known' });
    expect(await arrive.run(anArrival({ subject: 'f:1', nationalId: '899700000005' }))).toMatchObject({ doubt: 'subject-changed' });
  });

  it('between two accounts is never settled by making them one', async () => {
    const { people, arrive, settle, accounts } = parts();
    await arrive.run(anArrival({ provisioning: 'auto' }));
    await arrive.run(
      anArrival({ subject: 'f:2', nationalId: '899700000005', givenName: 'Victor', familyName: 'NOËL', provisioning: 'auto' }),
    );
    expect(await arrive.run(anArrival({ nationalId: '899700000005' }))).toMatchObject({ doubt: 'national-id-taken' });
    const [entry] = (await people.doubts({ organisations: ['org-a'] })).items;
    const act = settle.run(sophie, { id: entry!.id, conclusion: 'link', why: 'same-person' });
    await expect(act).rejects.toMatchObject({ code: 'identity.raced', kind: 'conflict' });
    expect(await accounts.get(entry!.accountId!)).toMatchObject({ version: 1 });
  });
});
