import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');

/** One process of the product, as it is built. */
export interface Running {
  readonly child: ChildProcess;
  /** What it wrote, for the message of a failed test. */
  output(): string;
  /** SIGTERM, and its exit; SIGKILL when asked to be rude. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

const built = (app: string, file: string) => path.join(ROOT, 'apps', app, 'dist', file);

/** An end of their own when the test that started them is killed. */
const LEASH = ['--import', built('stack', 'leash.js')];

const program = (app: string) => ['--enable-source-maps', ...LEASH, built(app, app === 'iam' ? 'bundle/main.js' : 'main.js')];

/** Starts an application as a process of its own. `test/run.mjs` has built it. */
export function run(app: string, env: Record<string, string>): Running {
  const child = spawn(process.execPath, program(app), {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: 'development', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written: string[] = [];
  const log = process.env['HABILIS_TEST_LOG']
    ? createWriteStream(`${process.env['HABILIS_TEST_LOG']}.${app}.log`, { flags: 'a' })
    : undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      written.push(chunk.toString());
      log?.write(chunk);
    });
  }
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    child,
    output: () => written.join(''),
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await ended;
    },
  };
}

/** Waits until an address answers 200. @throws Error with what the process wrote when it does not within `seconds` */
export async function answers(url: string, process: Running, seconds = 60): Promise<void> {
  for (const until = Date.now() + seconds * 1000; Date.now() < until;) {
    if (process.child.exitCode !== null) break;
    const ok = await fetch(url).then((response) => response.ok, () => false); // prettier-ignore
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} does not answer:\n${process.output().slice(-4000)}`);
}

/** Runs a command of an application to its end, as an operator does. @returns what it said, and the code it ended with */
export async function command(app: string, args: readonly string[], env: Record<string, string>): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [...program(app), ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: 'development', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number>((resolve) => child.once('close', (ended) => resolve(ended ?? 1)));
  return { code, said };
}
