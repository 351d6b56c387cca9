import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import type { Plan } from './plan.ts';

/** Something on this machine stands in the way; the message says what to do. */
export class Obstacle extends Error {}

/** The data folder, with what may be left of an earlier stack looked at. @throws Obstacle */
export async function clearTheWay(plan: Plan, env: NodeJS.ProcessEnv): Promise<{ release(): void }> {
  if (env['NODE_ENV'] === 'production') {
    throw new Obstacle(
      'npm start est fait pour l’évaluation et le développement, avec un simulateur et une base embarquée : il refuse NODE_ENV=production.\n' +
        '→ En production, lancez apps/iam/dist/main.js : voir docs/operators.md.',
    );
  }
  makeFolder(plan.data);
  makeFolder(path.join(plan.data, 'logs'), 0o700);
  const lock = path.join(plan.data, 'stack.pid');
  const earlier = readPid(lock);
  if (earlier !== undefined && isStack(earlier)) {
    throw new Obstacle(`Habilis tourne déjà dans ce dossier (processus ${earlier}).\n→ Arrêtez-le par Ctrl-C, ou : kill ${earlier}`);
  }
  await portsFree(plan, earlier === undefined ? 0 : 3_000);
  writeFileSync(lock, String(process.pid));
  return { release: () => rmSync(lock, { force: true }) };
}

/** @param patienceMs for parts of a killed stack, which end by themselves within a second */
async function portsFree(plan: Plan, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const looked = await Promise.all(Object.entries(plan.ports).map(async ([name, port]) => ({ name, port, busy: await isBusy(port) })));
    const busy = looked.filter((each) => each.busy);
    if (busy.length === 0) return;
    if (Date.now() >= deadline) {
      const lines = busy.map(
        ({ name, port }) => `Le port ${port} est déjà pris.\n→ Libérez-le, ou choisissez-en un autre : ${name}=… npm start`,
      );
      throw new Obstacle(lines.join('\n'));
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function isBusy(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(true));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(false)));
  });
}

/** @param mode open to all by default: the embedded server is another user's when root starts it */
function makeFolder(folder: string, mode = 0o755): void {
  try {
    mkdirSync(folder, { recursive: true, mode });
    const probe = path.join(folder, '.writable');
    writeFileSync(probe, '');
    rmSync(probe);
  } catch {
    throw new Obstacle(
      `Le dossier ${folder} n’est pas à vous : il a sans doute été fait par un autre utilisateur.\n→ Supprimez-le, ou choisissez-en un autre : HABILIS_DATA=… npm start`,
    );
  }
}

function readPid(lock: string): number | undefined {
  try {
    return Number(readFileSync(lock, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

/** Whether that process is a stack, and not another program that was given the number since. */
function isStack(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('apps/stack');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
