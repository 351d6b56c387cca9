import { parentPort } from 'node:worker_threads';

/** Makes this thread one that `Thread` can ask: each job is answered with its result, or with why there is none. */
export function answer<Job>(work: (job: Job) => unknown): void {
  parentPort!.on('message', async ({ id, job }: { id: number; job: Job }) => {
    try {
      parentPort!.postMessage({ id, result: await work(job) });
    } catch (error) {
      parentPort!.postMessage({ id, error: String(error) });
    }
  });
}
