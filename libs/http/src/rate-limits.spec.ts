import { freshDatabase } from '@habilis/test/database';
import { RateLimits, type Budget } from './rate-limits.ts';

const budgets = {
  'sign-in': { points: 2, seconds: 60, kept: 'database' },
  page: { points: 2, seconds: 60, kept: 'memory' },
} satisfies Record<string, Budget>;

describe('rate limits', () => {
  let db: Awaited<ReturnType<typeof freshDatabase>>;
  beforeAll(async () => {
    db = await freshDatabase();
  });
  afterAll(() => db.close());

  it('count together whatever the replica', async () => {
    const [one, two] = [new RateLimits(db, budgets), new RateLimits(db, budgets)];
    await one.spend('sign-in', '192.0.2.1');
    await two.spend('sign-in', '192.0.2.1');
    await expect(one.spend('sign-in', '192.0.2.1')).rejects.toMatchObject({
      code: 'request.too-many',
      kind: 'busy',
      details: { retryAfter: expect.any(Number) },
    });
    await two.spend('sign-in', '192.0.2.2');
  });

  it('never let one more through when all ask at once', async () => {
    const limits = new RateLimits(db, budgets);
    const asked = await Promise.allSettled(Array.from({ length: 12 }, () => limits.spend('sign-in', '192.0.2.3')));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  });

  it('take points several at a time where told to, and give exactly as many', async () => {
    const limits = new RateLimits(db, { 'sign-in': { points: 20, seconds: 60, kept: 'database', takes: 10 } });
    const asked = await Promise.allSettled(Array.from({ length: 32 }, () => limits.spend('sign-in', '192.0.2.5')));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    await expect(limits.spend('sign-in', '192.0.2.5')).rejects.toMatchObject({ code: 'request.too-many' });
  });

  it('keep nobody’s address', async () => {
    await new RateLimits(db, budgets).spend('sign-in', '192.0.2.4');
    const rows = await db.query<{ key: string }>({ name: 'test.rate-limit', text: 'select key from rate_limit' });
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.some(({ key }) => key.includes('192.0.2'))).toBe(false);
  });

  it('go on in memory when the database cannot be reached', async () => {
    const limits = new RateLimits({ query: () => Promise.reject(new Error('no connection')) }, budgets);
    await limits.spend('sign-in', 'x');
    await limits.spend('sign-in', 'x');
    await expect(limits.spend('sign-in', 'x')).rejects.toMatchObject({ code: 'request.too-many' });
  });
});
