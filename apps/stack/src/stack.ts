import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStackDatabase } from './database.ts';
import { MailCatcher } from './mail-catcher.ts';
import { partsOf, type Part, type Plan } from './plan.ts';
import { clearTheWay } from './preflight.ts';
import { developmentSecrets } from './secrets.ts';
import { Supervisor, type PartEnded } from './supervisor.ts';
import { watchSources } from './watch.ts';

/** Everything that stands around and includes the service, on one machine. */
export class Stack {
  /** What was started, the last first: how it is taken down. */
  readonly #undo: (() => void | Promise<void>)[] = [];

  /** @param ended told when a part ends by itself; in development the others go on */
  constructor(
    private readonly plan: Plan,
    private readonly watch: boolean,
    private readonly ended: (error: PartEnded) => void,
  ) {}

  /** @throws Obstacle, SettingsError or PartEnded; what was started until then still has to be stopped */
  async start(): Promise<void> {
    const lock = await clearTheWay(this.plan, process.env);
    this.#undo.unshift(() => lock.release());
    const secrets = developmentSecrets(this.plan.data);
    const database = await openStackDatabase(this.plan);
    this.#undo.unshift(() => database.stop());
    const mail = new MailCatcher();
    this.#undo.unshift(() => mail.stop());
    await mail.start({ smtp: this.plan.ports.SMTP_PORT, http: this.plan.ports.MAIL_PORT });

    const parts = partsOf(this.plan, database.url, secrets, this.watch);
    const supervisor = new Supervisor(path.join(this.plan.data, 'logs'), nodeFlags(this.watch), this.ended);
    this.#undo.unshift(() => supervisor.stopAll());
    await startInOrder(supervisor, parts);
    if (this.watch) this.watchOver(supervisor, parts);
  }

  /** Takes everything down in the reverse order, the database last; safe to call at any time. */
  async stop(): Promise<void> {
    for (let undo = this.#undo.shift(); undo; undo = this.#undo.shift()) await undo();
  }

  private watchOver(supervisor: Supervisor, parts: readonly Part[]): void {
    const watcher = watchSources(parts, (concerned) => {
      for (const part of concerned) {
        const from = Date.now();
        console.log(`${part.label} redémarre…`);
        supervisor.restart(part).then(() => console.log(`${part.label} : ${Date.now() - from} ms`), this.ended);
      }
    });
    this.#undo.unshift(() => watcher.close());
  }
}

/** Each part once those it waits for are ready, the others at the same time. */
async function startInOrder(supervisor: Supervisor, parts: readonly Part[]): Promise<void> {
  const started = new Map<string, Promise<void>>();
  for (const part of parts) {
    const before = Promise.all(part.after.map((id) => started.get(id)));
    started.set(part.id, before.then(() => supervisor.start(part))); // prettier-ignore
  }
  await Promise.all(started.values());
}

function nodeFlags(watch: boolean): string[] {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const leash = ['--import', path.join(here, watch ? 'leash.ts' : 'leash.js')];
  const sources = watch ? ['--conditions=@habilis/source', '--import', path.join(here, '../hooks.mjs')] : [];
  return ['--enable-source-maps', ...sources, ...leash];
}
