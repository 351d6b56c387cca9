import path from 'node:path';
import { fileURLToPath } from 'node:url';
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
  #starting: Promise<void> | undefined;
  #stopDatabase: () => void = () => undefined;

  /** @param ended told when a part ends by itself; in development the others go on */
  constructor(
    private readonly plan: Plan,
    private readonly watch: boolean,
    private readonly ended: (error: PartEnded) => void,
  ) {}

  /** @throws Obstacle, SettingsError or PartEnded; what was started until then still has to be stopped */
  start(): Promise<void> {
    return (this.#starting = this.startAll());
  }

  /** Takes everything down, the programs first and the database last; also in the middle of a start. */
  async stop(): Promise<void> {
    await this.takeDown();
    await this.#starting?.catch(() => undefined);
    await this.takeDown();
    this.#stopDatabase();
  }

  private async takeDown(): Promise<void> {
    for (let undo = this.#undo.shift(); undo; undo = this.#undo.shift()) await undo();
  }

  private async startAll(): Promise<void> {
    const lock = await clearTheWay(this.plan, process.env);
    this.#undo.unshift(() => lock.release());
    const mail = new MailCatcher();
    this.#undo.unshift(() => mail.stop());
    await mail.start({ smtp: this.plan.ports.SMTP_PORT, http: this.plan.ports.MAIL_PORT });

    const supervisor = new Supervisor(path.join(this.plan.data, 'logs'), nodeFlags(this.watch), this.ended);
    this.#undo.unshift(() => supervisor.stopAll());
    const parts = partsOf(this.plan, this.watch);
    const around = Promise.all([supervisor.start(parts.simulator), supervisor.start(parts.portal)]); // while the database starts
    around.catch(() => undefined); // said below
    const iam = parts.iam(await this.startDatabase(), developmentSecrets(this.plan.data));
    await Promise.all([around, supervisor.start(iam)]);
    if (this.watch) this.watchOver(supervisor, [parts.simulator, iam, parts.portal]);
  }

  private async startDatabase(): Promise<string> {
    const { openStackDatabase } = await import('./database.ts'); // heavy, and not needed before
    const { url, stop } = await openStackDatabase(this.plan);
    this.#stopDatabase = stop;
    return url;
  }

  private watchOver(supervisor: Supervisor, parts: readonly Part[]): void {
    const watcher = watchSources(parts, (concerned) => {
      for (const part of concerned) {
        const from = Date.now();
        console.log(`${part.label} redémarre…`);
        supervisor.restart(part).then((up) => up && console.log(`${part.label} : prêt en ${Date.now() - from} ms`), this.ended);
      }
    });
    this.#undo.unshift(() => watcher.close());
  }
}

function nodeFlags(watch: boolean): string[] {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const leash = ['--import', path.join(here, watch ? 'leash.ts' : 'leash.js')];
  const sources = ['--conditions=@habilis/source', '--import', path.join(here, '../hooks.mjs')]; // which see to source maps
  return [...(watch ? sources : ['--enable-source-maps']), ...leash];
}
