import { openLoop, type OpenLoop } from '../measure/open-loop.ts';
import { repeat, type Side } from '../measure/rounds.ts';
import { quantile } from '../measure/statistics.ts';
import { engagedPeople, fillEngagements, readWhole, tellEngagements, THINGS, thingOf } from '../sides/engagements.ts';
import type { Habilis } from '../sides/habilis.ts';
import { anyOf, type Subject } from '../sides/subject.ts';
import { ok } from '../sides/wire.ts';

/** What is waited for, milliseconds. */
export interface Waits {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface Engaged {
  readonly steady: OpenLoop;
  readonly batch: Waits;
  readonly search: Waits;
  /** Tables that were read whole while all that was asked. */
  readonly scanned: readonly string[];
}

const BATCH = 1_000;

const about = (account: string, n: number) => ({
  subject: { type: 'person', id: account },
  action: { name: 'read' },
  resource: { type: 'PatientFile', id: thingOf(account, n) },
  context: { purpose: 'care' },
});

/** The portal asks about things it has told us of, and sends no attribute. */
class EngagedAsker {
  #authorization = '';
  #until = 0;

  constructor(private readonly subject: Pick<Subject, 'portal'>) {}

  async one(account: string, n: number): Promise<void> {
    const { decision } = await this.post<{ decision: boolean }>('evaluation', about(account, n));
    if (!decision) throw new Error('a decision that should be yes was no');
  }

  async thousand(account: string): Promise<void> {
    const asked = { evaluations: Array.from({ length: BATCH }, (_, n) => about(account, n % THINGS)) };
    const { evaluations } = await this.post<{ evaluations: { decision: boolean }[] }>('evaluations', asked);
    if (!evaluations.every(({ decision }) => decision)) throw new Error('decisions that should be yes were no');
  }

  /** One page of the things they may read, from a place in the middle. */
  async page(account: string, token: string): Promise<void> {
    const { subject, action, context } = about(account, 0);
    const asked = { subject, action, context, resource: { type: 'PatientFile' }, page: { token } };
    const { results } = await this.post<{ results: unknown[] }>('search/resource', asked);
    if (results.length === 0) throw new Error('a page that should have things has none');
  }

  private async post<T>(address: string, body: object): Promise<T> {
    return ok<T>(await this.subject.portal.wire.postJson(`/access/v1/${address}`, body, await this.authorization()));
  }

  private async authorization(): Promise<string> {
    if (Date.now() < this.#until) return this.#authorization;
    const { access_token } = await this.subject.portal.token({ grant_type: 'client_credentials', scope: 'access:evaluate' });
    this.#until = Date.now() + 120_000;
    return (this.#authorization = `Bearer ${access_token}`);
  }
}

/** A table of so few is read whole because that is quickest. */
const FEW_ROWS = 1_000;

/** Where pages begin: names of things are evenly spread. */
const PAGES = ['0', 'D', 'M', 'Z', 'j'];
const anyThing = () => Math.floor(Math.random() * THINGS);

/** Fills the community's database with engagements; those of the people asked about are told through the door. */
export async function engage(habilis: Habilis, accounts: number, engagements: number): Promise<readonly string[]> {
  const people = engagedPeople(accounts);
  await fillEngagements(habilis.databaseUrl, accounts, engagements);
  await tellEngagements(habilis, people);
  return people;
}

/** One decision about a thing somebody takes part in, a thousand in one call, and one page of those things. */
export function engagedSides({ name, pid, database, portal }: Habilis, people: readonly string[]): Readonly<Record<string, Side>> {
  const asker = new EngagedAsker({ portal });
  const side = (once: () => Promise<void>): Side => ({ name, pid, database, once });
  return {
    'engaged decision': side(() => asker.one(anyOf(people), anyThing())),
    'a thousand evaluations': side(() => asker.thousand(anyOf(people))),
    'a page of a resource search': side(() => asker.page(anyOf(people), anyOf(PAGES))),
  };
}

export async function measureEngaged(habilis: Habilis, people: readonly string[]): Promise<Engaged> {
  const asker = new EngagedAsker(habilis);
  const once = () => asker.one(anyOf(people), anyThing());
  await repeat(once, 1_500, 8);
  const before = await readWhole(habilis.databaseUrl);
  const steady = await openLoop(once, { perSecond: 500, seconds: 6 });
  const batch = waits(await repeat(() => asker.thousand(anyOf(people)), 60, 1));
  const search = waits(await repeat(() => asker.page(anyOf(people), anyOf(PAGES)), 200, 1));
  const after = await readWhole(habilis.databaseUrl);
  return {
    steady,
    batch,
    search,
    scanned: [...after].filter(([table, rows]) => rows - (before.get(table) ?? 0) > FEW_ROWS).map(([table]) => table),
  };
}

const waits = (times: readonly number[]): Waits => ({ p50: quantile(times, 0.5), p95: quantile(times, 0.95), p99: quantile(times, 0.99) });
