import { cpuMs, postgresCpuMs } from './cpu.ts';
import type { Asked, BenchPostgres } from './postgres.ts';
import { median, quantile } from './statistics.ts';

/** One server under measure, and an operation asked of it. */
export interface Side {
  readonly name: string;
  readonly pid: number;
  /** The database it works on. */
  readonly database: string;
  /** Does the operation once, for real, over HTTP. @throws when the answer is not the right one */
  readonly once: () => Promise<void>;
}

/** Processor milliseconds for one operation, and how long it was waited for. */
export interface Cost {
  readonly side: string;
  readonly serverMs: number;
  readonly databaseMs: number;
  /** Server and PostgreSQL. */
  readonly totalMs: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly operations: number;
  /** Round trips to PostgreSQL for one operation, `begin` and `commit` included. */
  readonly statements: number;
  readonly asked: readonly Asked[];
}

export interface Comparison {
  readonly costs: readonly [Cost, Cost];
  /** First side over second: the median of the rounds, each compared with its neighbour in time. */
  readonly ratio: number;
  readonly spread: readonly [least: number, most: number];
}

export interface Effort {
  readonly rounds?: number;
  /** How long a round lasts, about, on the slower side. */
  readonly seconds?: number;
  readonly concurrency?: number;
  /** Operations before the first round, so that V8 has compiled what it will. */
  readonly warm?: number;
}

interface Round {
  readonly serverMs: number;
  readonly databaseMs: number;
  readonly times: readonly number[];
}

/**
 * Does an operation on two servers in turn, A B A B, and compares what it costs.
 *
 * Interleaving is what makes the ratio mean something on a machine with neighbours: both sides meet the same ones.
 */
export async function compare(first: Side, second: Side, postgres: BenchPostgres, effort: Effort = {}): Promise<Comparison> {
  const { rounds = 5, seconds = 0.7, concurrency = 8, warm = 1_200 } = effort;
  const slowest = Math.max(await warmUp(first, warm, concurrency), await warmUp(second, warm, concurrency));
  const operations = Math.max(concurrency * 4, Math.round((seconds * 1000) / slowest));
  const asked = [await count(first, postgres, concurrency), await count(second, postgres, concurrency)] as const;
  const measured: [Round, Round][] = [];
  for (let n = 0; n < rounds; n++) {
    const a = await measure(first, postgres.postmaster, operations, concurrency);
    measured.push([a, await measure(second, postgres.postmaster, operations, concurrency)]);
  }
  const total = ({ serverMs, databaseMs }: Round) => serverMs + databaseMs;
  const ratios = measured.map(([a, b]) => total(a) / total(b));
  return {
    costs: [cost(first, measured.map(([a]) => a), asked[0]), cost(second, measured.map(([, b]) => b), asked[1])], // prettier-ignore
    ratio: median(ratios),
    spread: [Math.min(...ratios), Math.max(...ratios)],
  };
}

/** @returns milliseconds an operation takes once warm, many at a time */
async function warmUp({ once }: Side, operations: number, concurrency: number): Promise<number> {
  await repeat(once, operations / 2, concurrency);
  const start = performance.now();
  await repeat(once, operations / 2, concurrency);
  return (performance.now() - start) / (operations / 2);
}

const COUNTED = 40;

async function count({ database, once }: Side, postgres: BenchPostgres, concurrency: number): Promise<Asked[]> {
  const asked = await postgres.counting(async () => {
    await repeat(once, COUNTED, concurrency);
    return postgres.readCounts(database);
  });
  return asked.map(({ query, calls, ms }) => ({ query, calls: calls / COUNTED, ms: ms / COUNTED }));
}

async function measure({ pid, once }: Side, postmaster: number, operations: number, concurrency: number): Promise<Round> {
  const [server, database] = [cpuMs(pid), postgresCpuMs(postmaster)];
  const times = await repeat(once, operations, concurrency);
  return { serverMs: (cpuMs(pid) - server) / operations, databaseMs: (postgresCpuMs(postmaster) - database) / operations, times };
}

/** @returns how long each took, milliseconds */
export async function repeat(once: () => Promise<void>, operations: number, concurrency: number): Promise<number[]> {
  const times: number[] = [];
  let left = Math.round(operations);
  const worker = async () => {
    while (left-- > 0) {
      const start = performance.now();
      await once();
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return times;
}

function cost({ name }: Side, rounds: readonly Round[], asked: readonly Asked[]): Cost {
  const times = rounds.flatMap((round) => round.times);
  return {
    side: name,
    serverMs: median(rounds.map((round) => round.serverMs)),
    databaseMs: median(rounds.map((round) => round.databaseMs)),
    totalMs: median(rounds.map((round) => round.serverMs + round.databaseMs)),
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    p99: quantile(times, 0.99),
    operations: times.length,
    statements: asked.reduce((sum, { calls }) => sum + calls, 0),
    asked,
  };
}
