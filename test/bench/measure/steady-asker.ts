import { randomInt } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { Wire } from '../sides/wire.ts';
import { openLoop } from './open-loop.ts';
import { repeat } from './rounds.ts';
import type { Steady } from './steady.ts';

const { origin, path, type, authorization, bodies, yes, pace } = workerData as Steady;
const wire = new Wire(origin);

const once = async () => {
  const { status, text } = await wire.post(path, type, bodies[randomInt(bodies.length)]!, authorization);
  if (status !== 200 || !text.includes(yes)) throw new Error(`${path} answered ${status} ${text}`);
};
// Its connections open, and V8 has compiled what it will.
await repeat(once, 400, 8);
const measured = await openLoop(once, pace);
await wire.close();
parentPort!.postMessage(measured);
