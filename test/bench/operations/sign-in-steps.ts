import { cpuMs, postgresCpuMs } from '../measure/cpu.ts';
import type { Asked, BenchPostgres } from '../measure/postgres.ts';
import { repeat } from '../measure/rounds.ts';
import { median } from '../measure/statistics.ts';
import { newBrowser } from '../sides/portal.ts';
import type { BenchBrowser } from '../sides/browser.ts';
import type { Subject } from '../sides/subject.ts';

export interface Step {
  readonly step: string;
  readonly serverMs: number;
  readonly databaseMs: number;
  /** By one person. */
  readonly asked: readonly Asked[];
}

/** Fewer than may wait for the hash of a password. */
const TOGETHER = 40;
const ROUNDS = 5;

/** What each request of a sign-in costs, the median of several rounds of forty people in step. */
export async function measureSteps(
  subject: Pick<Subject, 'pid' | 'database'>,
  signIn: (browser: BenchBrowser) => Promise<unknown>,
  postgres: BenchPostgres,
): Promise<Step[]> {
  await repeat(async () => void (await signIn(newBrowser())), TOGETHER, 8);
  const together = async (lockstep: Lockstep) => {
    await Promise.all(Array.from({ length: TOGETHER }, () => signIn(newBrowser((method, url) => lockstep.wait(method, url)))));
    return lockstep.end();
  };
  const rounds: Step[][] = [];
  for (let n = 0; n < ROUNDS; n++) rounds.push(await together(new Lockstep(subject.pid, postgres.postmaster)));
  const counted = await postgres.counting(() =>
    together(new Lockstep(subject.pid, postgres.postmaster, () => postgres.readCounts(subject.database))),
  );
  return counted.map(({ step, asked }, at) => ({
    ...{ step, asked },
    serverMs: median(rounds.map((round) => round[at]!.serverMs)),
    databaseMs: median(rounds.map((round) => round[at]!.databaseMs)),
  }));
}

/** A gate that opens once everybody stands before it. */
class Lockstep {
  readonly #steps: Step[] = [];
  #waiting: (() => void)[] = [];
  #step: string | undefined;
  #server = 0;
  #database = 0;

  constructor(
    private readonly pid: number,
    private readonly postmaster: number,
    private readonly read: () => Promise<Asked[]> = async () => [],
  ) {}

  async wait(method: string, { host, pathname }: URL): Promise<void> {
    const open = new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#waiting.length === TOGETHER) await this.next(`${method} ${host} ${pathname.replace(/\/[\w-]{20,}/g, '/…')}`);
    await open;
  }

  async end(): Promise<Step[]> {
    await this.note();
    return this.#steps;
  }

  private async next(step: string): Promise<void> {
    await this.note();
    this.#step = step;
    [this.#server, this.#database] = [cpuMs(this.pid), postgresCpuMs(this.postmaster)];
    const released = this.#waiting;
    this.#waiting = [];
    for (const release of released) release();
  }

  private async note(): Promise<void> {
    if (this.#step === undefined) return;
    const serverMs = (cpuMs(this.pid) - this.#server) / TOGETHER;
    const databaseMs = (postgresCpuMs(this.postmaster) - this.#database) / TOGETHER;
    const asked = (await this.read()).map(({ query, calls, ms }) => ({ query, calls: calls / TOGETHER, ms: ms / TOGETHER }));
    this.#steps.push({ step: this.#step, serverMs, databaseMs, asked });
  }
}
