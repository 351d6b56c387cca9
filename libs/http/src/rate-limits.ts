import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { Refusal } from '@habilis/kernel';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Request } from './request.ts';
import { SeveralAtOnce, type Counter } from './several-at-once.ts';

export interface Budget {
  readonly points: number;
  readonly seconds: number;
  /** `database`: one count for all replicas. `memory`: each replica counts for itself, at no cost, where the exact total matters little. */
  readonly kept: 'database' | 'memory';
  /** Points a replica takes from the shared count at a time; it may hold that many, less one, that another would have had. One unless told. */
  readonly takes?: number;
}

/**
 * What one caller may ask in a while.
 *
 * The caller is a network address or somebody who has proved who they are, never a name that was typed: otherwise anyone could
 * lock out anyone. A whole hospital may come from one address, so the budgets by address are wide.
 */
// prettier-ignore
const BUDGETS = {
  'sign-in':   { points: 300,   seconds: 60, kept: 'database', takes: 10 }, // by address: sign-ins begun and returns from upstream
  'page':      { points: 1_200, seconds: 60, kept: 'memory' },   // by address: pages rendered by the server
  'own-act':   { points: 30,    seconds: 60, kept: 'database' }, // by account: what a person does to their own account
  'console':   { points: 600,   seconds: 60, kept: 'memory' },   // by account: calls of the console and of its interface
  'decision':  { points: 60_000, seconds: 60, kept: 'memory' },  // by client: questions a portal asks
  'loss-name':    { points: 20,  seconds: 86_400, kept: 'database' }, // by identifier, on the door of lost means alone: proofs tried
  'loss-address': { points: 200, seconds: 86_400, kept: 'database' }, // by address: proofs tried and links asked for
  'loss-mail':    { points: 5,   seconds: 86_400, kept: 'database' }, // by identifier: links sent
  'bad-token': { points: 60,    seconds: 60, kept: 'memory' },   // by address: bearer tokens that open nothing
} as const satisfies Record<string, Budget>;

export type BudgetName = keyof typeof BUDGETS;

/** Where counts shared by the replicas are kept; `Database` has this shape. */
export interface Counts {
  query(statement: { name: string; text: string }, values: readonly unknown[]): Promise<Record<string, unknown>[]>;
}

/**
 * Counts what callers ask and refuses what is too much.
 *
 * While the database cannot be reached each replica counts in memory: a limit never becomes a breakdown.
 */
export class RateLimits {
  readonly #limiters: ReadonlyMap<string, Counter>;

  constructor(
    counts: Counts,
    private readonly budgets: Readonly<Record<string, Budget>> = BUDGETS,
  ) {
    this.#limiters = new Map(Object.entries(budgets).map(([name, budget]) => [name, limiter(name, budget, counts)]));
  }

  /** @throws Refusal `request.too-many` (busy), with `retryAfter` in seconds */
  async spend(name: BudgetName, who: string, points = 1): Promise<void> {
    // Addresses and accounts are personal data: the table holds only their digests.
    const key = this.budgets[name]!.kept === 'memory' ? who : createHash('sha256').update(`${name} ${who}`).digest('base64url');
    try {
      await this.#limiters.get(name)!.consume(key, points);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw new Refusal('request.too-many', 'busy', { retryAfter: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) });
    }
  }
}

/** Who is at the other end of the network: an IPv4 address, or the /64 that an IPv6 subscriber holds whole. */
export function addressOf({ ip = '' }: Pick<Request, 'ip'>): string {
  const plain = ip.startsWith('::ffff:') && ip.includes('.') ? ip.slice(7) : ip;
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail?.split(':').filter(Boolean) ?? [];
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

function limiter(name: string, budget: Budget, counts: Counts): Counter {
  const { takes = 1 } = budget;
  const counted = counter(name, budget, counts);
  return takes > 1 ? new SeveralAtOnce(counted, takes) : counted;
}

function counter(name: string, { points, seconds, kept }: Budget, counts: Counts): RateLimiterAbstract {
  const common = { keyPrefix: name, points, duration: seconds };
  if (kept === 'memory') return new RateLimiterMemory(common);
  return new RateLimiterPostgres({
    ...common,
    storeClient: { query: (statement: Asked) => ask(counts, statement) },
    storeType: 'client',
    tableName: 'rate_limit',
    tableCreated: true,
    // Once refused, a caller is refused from memory until the window ends: insisting costs the database nothing.
    inMemoryBlockOnConsumed: points + 1,
    insuranceLimiter: new RateLimiterMemory(common),
  });
}

interface Asked {
  name: string;
  text: string;
  values: unknown[];
}

async function ask(counts: Counts, { name, text, values }: Asked) {
  const rows = await counts.query({ name, text }, values);
  return { rows, rowCount: rows.length };
}
