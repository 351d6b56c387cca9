import pg from 'pg';

type Heard = (payload: string) => void;

/**
 * One connection that hears PostgreSQL's notifications and comes back by itself when it is cut.
 *
 * Hearing is a courtesy: whoever listens must also be right without it.
 */
export class Listener {
  readonly #heard = new Map<string, Set<Heard>>();
  #client: pg.Client | undefined;
  #closed = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(private readonly url: string) {}

  async on(channel: string, heard: Heard): Promise<void> {
    const known = this.#heard.get(channel);
    if (known) known.add(heard);
    else this.#heard.set(channel, new Set([heard]));
    if (!this.#client) await this.connect().catch(() => this.again());
    else if (!known) await this.#client.query(`listen ${channel}`).catch(() => undefined);
  }

  connected(): boolean {
    return this.#client !== undefined;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    await this.#client?.end().catch(() => undefined);
    this.#client = undefined;
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.url, application_name: 'habilis-listen', keepAlive: true });
    client.on('error', () => this.lost(client));
    client.on('end', () => this.lost(client));
    client.on('notification', ({ channel, payload }) => this.#heard.get(channel)?.forEach((heard) => heard(payload ?? '')));
    await client.connect();
    this.#client = client;
    for (const channel of this.#heard.keys()) await client.query(`listen ${channel}`);
  }

  private lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.again();
  }

  private again(): void {
    if (this.#closed) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.connect().catch(() => this.again()), 500);
  }
}
