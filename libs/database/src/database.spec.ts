import { appendFact, enqueue, Listener, OutboxWorker, Sealer, sql, type Database } from '@habilis/database';
import { SystemClock } from '@habilis/kernel';
import { freshDatabase } from '@habilis/test/database';

const fact = { what: 'test.happened', on: 'acc-marie', by: 'system:test', at: new Date(), why: 'test' } as const;

describe('the database', () => {
  let db: Database & { url: string };
  beforeAll(async () => void (db = await freshDatabase()));
  afterAll(() => db.close());

  const count = async () => (await db.query<{ n: number }>(sql('test.count', 'select count(*)::int as n from fact')))[0]!.n;

  it('keeps a fact with the change it explains, or neither', async () => {
    await db.transaction((tx) => appendFact(tx, fact));
    const failing = db.transaction(async (tx) => {
      await appendFact(tx, fact);
      throw new Error('half way');
    });
    await expect(failing).rejects.toThrow('half way');
    expect(await count()).toBe(1);
  });

  it.each(['update fact set why = $1', 'delete from fact where why <> $1'])('lets nobody %s', async (text) => {
    await expect(db.query(sql(`test.${text.slice(0, 6)}`, text), ['other'])).rejects.toThrow('permission denied');
    expect(await count()).toBe(1);
  });

  it('puts a fact into the month it happened', async () => {
    const [row] = await db.query<{ part: string }>(sql('test.part', 'select tableoid::regclass::text as part from fact limit 1'));
    expect(row!.part).toMatch(/^fact_\d{4}_\d{2}$/);
  });
});

describe('the outbox', () => {
  let db: Database & { url: string };
  let listener: Listener;
  beforeAll(async () => {
    db = await freshDatabase();
    listener = new Listener(db.url);
  });
  afterAll(async () => {
    await listener.close();
    await db.close();
  });

  it('delivers at once what was committed, nothing of what was not, and tries again what failed', async () => {
    const seen: unknown[] = [];
    const worker = new OutboxWorker(db, listener, new SystemClock(), {
      greet: async (payload, { attempts }) => {
        seen.push([payload['n'], attempts]);
        if (payload['n'] === 2 && attempts === 1) throw new Error('nobody home');
      },
    });
    await worker.start();
    await db.transaction((tx) => enqueue(tx, { topic: 'greet', payload: { n: 1 }, dueAt: new Date() }));
    await expect(
      db.transaction(async (tx) => {
        await enqueue(tx, { topic: 'greet', payload: { n: 'never' }, dueAt: new Date() });
        throw new Error('rolled back');
      }),
    ).rejects.toThrow();
    await db.transaction((tx) => enqueue(tx, { topic: 'greet', payload: { n: 2 }, dueAt: new Date() }));
    await until(() => seen.length === 3);
    await worker.stop();
    expect(seen).toEqual([[1, 1], [2, 1], [2, 2]]); // prettier-ignore
    const owed = await db.query(sql('test.owed', 'select id from outbox where acknowledged_at is null'));
    expect(owed).toEqual([]);
  });
});

describe('sealing', () => {
  const old = ['k1', 'a secret of at least thirty-two characters'] as const;
  const sealer = new Sealer([old]);
  const envelope = sealer.seal('JBSWY3DPEHPK3PXP', 'totp.secret:acc-marie');

  it('opens where it was sealed, also after the key has changed', () => {
    const renewed = new Sealer([['k2', 'another secret, also thirty-two characters'], old]);
    expect(renewed.open(envelope, 'totp.secret:acc-marie')).toBe('JBSWY3DPEHPK3PXP');
  });

  it('does not open in another row, nor when altered', () => {
    expect(() => sealer.open(envelope, 'totp.secret:acc-jean')).toThrow();
    expect(() => sealer.open(envelope.slice(0, -2) + 'AA', 'totp.secret:acc-marie')).toThrow();
  });
});

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 25));
}
