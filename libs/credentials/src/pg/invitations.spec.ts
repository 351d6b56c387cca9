import { Invite } from '@habilis/credentials';
import { PgIdentifiers, PgInvitations, PgOneTimeLinks } from '@habilis/credentials/pg';
import { sql, type Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import { Refusal, type Caller } from '@habilis/kernel';
import { freshDatabase } from '@habilis/test/database';

const PUT = [
  sql('spec.invited', `insert into account (id, stage, given_name, family_name, created_at) values ($1, 'open', 'Zoé', $1, now())`),
  sql('spec.named', 'insert into identifier (account_id, written, folded, created_at) values ($1, $1, $1, now())'),
];
const INVITED = sql(
  'spec.invitation',
  `insert into invitation (id, account_id, organisation_id, by_id, batch, created_at, sent_until, accepted_at)
   values ($1, $2, $3, 'acc-sophie', $4, $5, $5::timestamptz + interval '3 days', $6)`,
);

/** Someone who may invite to these organisations. */
const inviting = (...places: string[]): Caller => ({
  id: 'acc-sophie',
  can: (_, { organisation }) => places.includes(String(organisation)),
  must: (action, { organisation }) => {
    if (!places.includes(String(organisation))) throw new Refusal('access.denied', 'forbidden', { action });
  },
  organisationsFor: () => places,
});
const idOf = (at: number) => `inv-${String(at).padStart(26, '0')}`;
const batchOf = (name: string) => `imp-${name.padEnd(26, '0')}`;

describe('the invitations of an organisation', () => {
  let db: Database & { url: string };
  let invite: Invite;
  const closed: string[] = [];
  const clock = new FixedClock();

  beforeAll(async () => {
    db = await freshDatabase();
    for (const id of ['org-briey', 'org-longwy'])
      await db.query(sql('spec.place', `insert into organisation (id, kind, parent_id, name) values ($1, 'community', null, $1)`), [id]);
    await db.query(PUT[0]!, ['acc-sophie']);
    const newcomers = {
      open: () => Promise.reject(new Error('nobody')),
      close: async (_: unknown, account: string) => void closed.push(account),
    };
    const links = new PgOneTimeLinks(db, clock, 'a pepper of the tests, long enough');
    invite = new Invite(new PgInvitations(db, links, new PgIdentifiers(db, clock), newcomers, clock));
  });
  beforeEach(async () => {
    await db.query(sql('spec.forget', 'delete from invitation'), []);
    closed.length = 0;
  });
  afterAll(() => db.close());

  let last = 0;
  async function invited(
    organisation = 'org-briey',
    { batch = null as string | null, at = clock.now(), came = false } = {},
  ): Promise<string> {
    const account = `acc-${++last}`;
    for (const put of PUT) await db.query(put, [account]);
    await db.query(INVITED, [idOf(last), account, organisation, batch, at, came ? at : null]);
    return account;
  }

  it('are read to the last, a page at a time, also when many came at the same instant', async () => {
    for (let each = 0; each < 7; each += 1)
      await invited('org-briey', { at: new Date(clock.now().getTime() - Math.floor(each / 3) * 1_000) });
    await invited('org-longwy');
    const seen: string[] = [];
    let [after, pages] = [null as string | null, 0];
    do {
      const { items, next } = await invite.list(inviting('org-briey'), { after, limit: 2 });
      seen.push(...items.map(({ id }) => id));
      [after, pages] = [next, pages + 1];
    } while (after !== null);
    const { items } = await invite.list(inviting('org-briey'), { after: null, limit: 100 });
    expect([seen, pages]).toEqual([items.map(({ id }) => id), 4]);
    expect(new Set(seen).size).toBe(7);
  });

  it('of one file are found again, with what has become of them, and taken back as a whole', async () => {
    const batch = batchOf('a');
    const people = [await invited('org-briey', { batch }), await invited('org-briey', { batch })];
    const [found] = await invite.imports(inviting('org-briey'));
    expect(found).toEqual({ batch, at: clock.now(), by: 'Zoé acc-sophie', organisations: ['org-briey'], invited: 2, open: 2, accepted: 0 });
    expect(await invite.undoBatch(inviting('org-briey'), batch)).toEqual({ undone: 2, kept: 0 });
    expect(closed.sort()).toEqual(people.sort());
    expect(await invite.imports(inviting('org-briey'))).toMatchObject([{ open: 0 }]);
  });

  it('of one file tell who has come, and leave them in', async () => {
    const batch = batchOf('b');
    await invited('org-briey', { batch, came: true });
    const other = await invited('org-briey', { batch });
    expect(await invite.imports(inviting('org-briey'))).toMatchObject([{ invited: 2, open: 1, accepted: 1 }]);
    expect(await invite.undoBatch(inviting('org-briey'), batch)).toEqual({ undone: 1, kept: 1 });
    expect(closed).toEqual([other]);
  });

  it('of one file are shown to whoever may take all of them back, and to nobody else', async () => {
    const batch = batchOf('c');
    await invited('org-briey', { batch });
    await invited('org-longwy', { batch });
    expect(await invite.imports(inviting('org-briey'))).toEqual([]);
    await expect(invite.undoBatch(inviting('org-briey'), batch)).rejects.toThrow('access.denied');
    expect(await invite.imports(inviting('org-briey', 'org-longwy'))).toHaveLength(1);
  });
});
