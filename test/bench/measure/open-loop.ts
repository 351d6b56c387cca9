import { quantile } from './statistics.ts';

export interface OpenLoop {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly failed: number;
  readonly sent: number;
}

/**
 * Sends at a steady pace whether or not answers come, as people do.
 *
 * Waiting counts from when the question should have been sent: a server that stalls is not spared the questions
 * that pile up meanwhile.
 */
export async function openLoop(
  once: () => Promise<void>,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<OpenLoop> {
  const times: number[] = [];
  let failed = 0;
  const sent: Promise<void>[] = [];
  const start = performance.now();
  for (let n = 0; n < perSecond * seconds; n++) {
    const due = start + (n * 1000) / perSecond;
    while (performance.now() < due) await new Promise((resolve) => setTimeout(resolve, 1));
    sent.push(
      once().then(
        () => void times.push(performance.now() - due),
        () => void failed++,
      ),
    );
  }
  await Promise.all(sent);
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95), p99: quantile(times, 0.99), failed, sent: sent.length };
}
