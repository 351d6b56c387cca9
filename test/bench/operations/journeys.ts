import { repeat } from '../measure/rounds.ts';
import { cpuMs, pssMb } from '../measure/cpu.ts';
import { quantile } from '../measure/statistics.ts';
import type { Habilis } from '../sides/habilis.ts';

export interface Journeys {
  readonly done: number;
  readonly failed: number;
  /** What the first failure said. */
  readonly failure: string | undefined;
  readonly p50: number;
  readonly p99: number;
  readonly loadedMb: number;
}

export const AT_ONCE = 16;

/** Whole visits to a portal, sixteen at a time: signing in, asking who it is, refreshing, checking the token. */
export async function measureJourneys(habilis: Habilis, visits: number): Promise<Journeys> {
  let failed = 0;
  let failure: string | undefined;
  let loadedMb = 0;
  const watching = setInterval(() => (loadedMb = Math.max(loadedMb, pssMb(habilis.pid))), 500);
  const once = () =>
    visit(habilis).catch((error: Error) => {
      failed++;
      failure ??= error.message;
    });
  try {
    const times = await repeat(once, visits, AT_ONCE);
    loadedMb = Math.max(loadedMb, pssMb(habilis.pid));
    return { done: times.length, failed, failure, p50: quantile(times, 0.5), p99: quantile(times, 0.99), loadedMb };
  } finally {
    clearInterval(watching);
  }
}

async function visit({ portal, signIn }: Habilis): Promise<void> {
  const tokens = await signIn();
  if (!(await portal.userinfo(tokens.access_token))) throw new Error('a new token opened nothing');
  const next = await portal.token({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
  if (!(await portal.introspect(next.access_token))) throw new Error('a new token was said to be worth nothing');
}

/** What the service uses when nobody asks anything, milliseconds of processor a second. */
export async function measureIdle({ pid }: Pick<Habilis, 'pid'>): Promise<number> {
  const before = cpuMs(pid);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  return (cpuMs(pid) - before) / 3;
}
