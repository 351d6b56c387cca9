import { describeAccountStore } from '@habilis/accounts/testing';
import { Listener, type Database } from '@habilis/database';
import { freshDatabase } from '@habilis/test/database';
import { emptied } from '@habilis/test/emptied';
import { hold } from '../account.ts';
import { anAccount, anOrder, aPlace } from '../testing/index.ts';
import { PgAccounts } from './pg-accounts.ts';
import { factsOf, owedOf, seed } from './testing/rows.ts';

let db: Database & { url: string };
beforeAll(async () => void (db = await freshDatabase()));
afterAll(() => db.close());

const open = () => emptied(db);

describeAccountStore('PostgreSQL', async (...accounts) => {
  await open();
  await seed(db, ['org-a', 'org-b'], accounts);
  return { store: new PgAccounts(db), facts: () => factsOf(db), owed: () => owedOf(db) };
});

describe('PostgreSQL, besides', () => {
  it('tells every replica of a grown epoch', async () => {
    await open();
    await seed(db, ['org-a'], [anAccount()]);
    const listener = new Listener(db.url);
    const heard: string[] = [];
    await listener.on('epoch', (id) => heard.push(id));
    const store = new PgAccounts(db);
    const at = { id: 'hold-1', kind: 'suspension', organisation: null, from: anOrder().at, until: null } as const;
    await store.commit(hold(await store.get('acc-marie'), at, anOrder()));
    for (let i = 0; i < 100 && heard.length === 0; i++) await new Promise((resolve) => setTimeout(resolve, 20));
    await listener.close();
    expect(heard).toEqual(['acc-marie']);
  });

  it('knows only organisations that were configured', async () => {
    await open();
    const next = anAccount({ memberships: [aPlace({ organisation: 'org-nowhere' })] });
    const fact = { what: 'account.request', on: next.id, by: next.id, at: new Date(), why: 'first-arrival' };
    await expect(new PgAccounts(db).create({ next, fact })).rejects.toMatchObject({ code: 'organisation.unknown', kind: 'invalid' });
  });
});
