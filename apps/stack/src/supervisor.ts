import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import type { Part } from './plan.ts';

const STOP_MS = 10_000;
const READY_MS = 90_000;

/** A part ended by itself; its message carries the end of its log. */
export class PartEnded extends Error {
  constructor(
    readonly part: Part,
    how: string,
    log: string,
  ) {
    super(`${part.label} s’est arrêté (${how}). Fin de son journal ${path.relative('.', log)} :\n\n${lastLines(log)}`);
  }
}

/**
 * Runs the parts of the stack, each in a process group of its own so that Ctrl-C reaches the stack alone and the parts
 * end in order.
 */
export class Supervisor {
  readonly #running = new Map<string, ChildProcess>();
  readonly #expected = new Set<ChildProcess>();
  #over = false;

  /**
   * @param flags what Node is given ahead of each program
   * @param ended told of a part that ended without having been asked to
   */
  constructor(
    private readonly logs: string,
    private readonly flags: readonly string[],
    private readonly ended: (error: PartEnded) => void,
  ) {}

  /**
   * Starts the part and waits until it answers.
   *
   * @returns false when it ended before that, which `ended` is told
   * @throws PartEnded when it neither answers nor ends
   */
  async start(part: Part): Promise<boolean> {
    if (this.#over) return false;
    const log = path.join(this.logs, `${part.id}.log`);
    const child = this.spawn(part, log);
    const deadline = Date.now() + READY_MS;
    while (!(await answers(part.readyAt))) {
      if (this.#running.get(part.id) !== child) return false;
      if (Date.now() > deadline) throw new PartEnded(part, `ne répond pas à ${part.readyAt}`, log);
      await pause(75);
    }
    return true;
  }

  async restart(part: Part): Promise<boolean> {
    await this.stop(part.id);
    return this.start(part);
  }

  /** Asks the part to end, and ends it when it does not within ten seconds. */
  async stop(id: string): Promise<void> {
    const child = this.#running.get(id);
    if (!child) return;
    this.#expected.add(child);
    const over = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await over;
    clearTimeout(impatience);
  }

  /** The last started ends first; none is started any more. */
  async stopAll(): Promise<void> {
    this.#over = true;
    for (const id of [...this.#running.keys()].reverse()) await this.stop(id);
  }

  private spawn(part: Part, log: string): ChildProcess {
    if (existsSync(log)) renameSync(log, log.replace(/\.log$/, '.previous.log'));
    const out = openSync(log, 'a');
    const child = spawn(process.execPath, [...this.flags, ...part.program], {
      env: { ...passedOn(), ...part.env },
      stdio: ['ignore', out, out],
      detached: true,
    });
    closeSync(out);
    this.#running.set(part.id, child);
    child.once('exit', (code, signal) => {
      if (this.#running.get(part.id) === child) this.#running.delete(part.id);
      if (!this.#expected.delete(child)) this.ended(new PartEnded(part, signal ?? `code ${code}`, log));
    });
    return child;
  }
}

/** What a program needs of the machine, and the cache of compiled code that makes the next start faster. */
function passedOn(): NodeJS.ProcessEnv {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  return { PATH, HOME, NODE_COMPILE_CACHE };
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  await response?.body?.cancel();
  return response !== undefined && response.status < 500;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function lastLines(log: string): string {
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
  return lines.slice(-20).map((line) => `  ${line}`).join('\n'); // prettier-ignore
}
