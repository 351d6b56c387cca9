import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../../..');

/** A process under measure. */
export interface Running {
  readonly pid: number;
  output(): string;
  stop(): Promise<void>;
}

const children = new Set<ChildProcess>();
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));

/** Starts one Node program, its log in a file as `npm start` does. @param env all it is given besides PATH and HOME */
export function start(program: readonly string[], env: Record<string, string>): Running {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'habilis-bench-log-'));
  const log = path.join(folder, 'log');
  const out = openSync(log, 'a');
  const child = spawn(process.execPath, [...program], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: 'development', ...env },
    stdio: ['ignore', out, out],
  });
  closeSync(out);
  children.add(child);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    pid: child.pid!,
    output: () => readFileSync(log, 'utf8').slice(-8_000),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const impatience = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(impatience);
      children.delete(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until an address answers 200. @returns after how many milliseconds @throws Error with what the process wrote */
export async function answers(url: string, running: Running, seconds = 120): Promise<number> {
  const start = performance.now();
  const until = start + seconds * 1000;
  while (performance.now() < until && isAlive(running.pid)) {
    const status = await fetch(url, { redirect: 'manual' }).then((response) => response.status, () => 0); // prettier-ignore
    if (status === 200) return performance.now() - start;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${url} does not answer:\n${running.output()}`);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
