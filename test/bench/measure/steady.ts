import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { OpenLoop } from './open-loop.ts';

/** Questions that one program asks at a steady pace. */
export interface Steady {
  readonly origin: string;
  readonly path: string;
  readonly type: 'application/json' | 'application/x-www-form-urlencoded';
  readonly authorization: string;
  /** One of them each time, at random. */
  readonly bodies: readonly string[];
  /** What every answer must hold. */
  readonly yes: string;
  readonly pace: { readonly perSecond: number; readonly seconds: number };
}

/**
 * Asks from a thread of its own, whose collector stops for nobody else.
 *
 * The rest of the bench makes pages, people and rubbish: asked from there, one wait in a hundred was the bench's own.
 */
export async function steadily(steady: Steady): Promise<OpenLoop> {
  const worker = new Worker(new URL('./steady-asker.ts', import.meta.url), { workerData: steady });
  const [measured] = (await once(worker, 'message')) as [OpenLoop];
  await worker.terminate();
  return measured;
}
