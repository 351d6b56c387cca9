import path from 'node:path';
import { freePorts } from '@habilis/test/ports';
import { compare, type Comparison, type Effort, type Side } from '../measure/rounds.ts';
import type { OpenLoop } from '../measure/open-loop.ts';
import { steadily } from '../measure/steady.ts';
import type { BenchPostgres } from '../measure/postgres.ts';
import type { Habilis } from '../sides/habilis.ts';
import { ORGANISATION } from '../sides/population.ts';
import { answers, start } from '../sides/process.ts';
import { anyOf, type Subject } from '../sides/subject.ts';
import { ok, Wire } from '../sides/wire.ts';

export const BATCH = 100;

/** May this person read a file of a patient they take care of? Yes, by a need-to-know rule. */
export const question = (account: string) => ({
  subject: { type: 'person', id: account },
  action: { name: 'read' },
  resource: {
    type: 'PatientFile',
    id: 'file-1',
    properties: { structure: ORGANISATION, careTeam: ['acc-other', account], careFrom: '2026-01-05T08:00:00Z' },
  },
  context: { purpose: 'care' },
});

/** Asks decisions as the portal does, with a token of its own, made anew before it expires. */
export class Asker {
  #authorization = '';
  #until = 0;

  constructor(private readonly subject: Pick<Subject, 'portal'>) {}

  async one(account: string): Promise<boolean> {
    const { wire } = this.subject.portal;
    return ok<{ decision: boolean }>(await wire.postJson('/access/v1/evaluation', question(account), await this.authorization())).decision;
  }

  /** The name of what the answer rests on. */
  async epoch(account: string): Promise<string | undefined> {
    const { wire } = this.subject.portal;
    const answer = await wire.postJson('/access/v1/evaluation', question(account), await this.authorization());
    return ok<{ context?: { epoch?: string } }>(answer).context?.epoch;
  }

  /** @returns how many were yes */
  async many(accounts: readonly string[]): Promise<number> {
    const { wire } = this.subject.portal;
    const body = { evaluations: accounts.map(question) };
    const { evaluations } = ok<{ evaluations: { decision: boolean }[] }>(
      await wire.postJson('/access/v1/evaluations', body, await this.authorization()),
    );
    return evaluations.filter(({ decision }) => decision).length;
  }

  async authorization(): Promise<string> {
    if (Date.now() < this.#until) return this.#authorization;
    const { access_token } = await this.subject.portal.token({ grant_type: 'client_credentials', scope: 'access:evaluate' });
    this.#until = Date.now() + 120_000;
    return (this.#authorization = `Bearer ${access_token}`);
  }
}

/** One decision about anybody. */
export function decision(subject: Subject): Side {
  const asker = new Asker(subject);
  const { name, pid, database, people } = subject;
  return {
    ...{ name, pid, database },
    once: async () => {
      if (!(await asker.one(anyOf(people).account))) throw new Error('a decision that should be yes was no');
    },
  };
}

/** A hundred decisions about one person, as a list on a screen asks them. */
function batch({ name, pid, database, people, ...subject }: Subject): Side {
  const asker = new Asker(subject);
  return {
    ...{ name, pid, database },
    once: async () => {
      const yes = await asker.many(Array.from({ length: BATCH }, () => anyOf(people).account));
      if (yes !== BATCH) throw new Error(`${yes} of ${BATCH} decisions were yes`);
    },
  };
}

/** A hundred decisions about one person. */
function sameBatch({ name, pid, database, people, ...subject }: Subject): Side {
  const asker = new Asker(subject);
  return {
    ...{ name, pid, database },
    once: async () => {
      const { account } = anyOf(people);
      if ((await asker.many(Array.from({ length: BATCH }, () => account))) !== BATCH) throw new Error('not all decisions were yes');
    },
  };
}

export interface Decisions {
  readonly single: Comparison;
  /** Processor milliseconds of one call with a hundred questions, about one person and about a hundred. */
  readonly batchMs: number;
  readonly mixedBatchMs: number;
  readonly steady: OpenLoop;
}

export async function measureDecisions(habilis: Habilis, postgres: BenchPostgres, effort: Effort): Promise<Decisions> {
  const [port] = await freePorts(1);
  const origin = `http://localhost:${port}`;
  const program = path.join(import.meta.dirname, '../sides/floor.ts');
  const floor = start(['--disable-warning=ExperimentalWarning', program], { PORT: String(port), DATABASE_URL: habilis.databaseUrl });
  const wire = new Wire(origin);
  try {
    await answers(`${origin}/`, floor);
    const floorSide: Side = {
      ...{ name: 'floor', pid: floor.pid, database: habilis.database },
      once: async () => {
        const answer = ok<{ decision: boolean }>(await wire.postJson('/', question(anyOf(habilis.people).account), ''));
        if (!answer.decision) throw new Error('the floor said no');
      },
    };
    const single = await compare(decision(habilis), floorSide, postgres, effort);
    const batches = await compare(sameBatch(habilis), batch(habilis), postgres, { ...effort, warm: 200 });
    const steady = await steadily({
      ...{ origin: habilis.portal.origin, path: '/access/v1/evaluation', type: 'application/json' },
      authorization: await new Asker(habilis).authorization(),
      bodies: habilis.people.map(({ account }) => JSON.stringify(question(account))),
      yes: '"decision":true',
      pace: { perSecond: 500, seconds: 6 },
    });
    return { single, batchMs: batches.costs[0].totalMs, mixedBatchMs: batches.costs[1].totalMs, steady };
  } finally {
    await wire.close();
    await floor.stop();
  }
}
