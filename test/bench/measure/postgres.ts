import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbedded } from '@habilis/database';

/** What PostgreSQL was asked, by statement. */
export interface Asked {
  readonly query: string;
  readonly calls: number;
  /** Time inside PostgreSQL for all calls, milliseconds. */
  readonly ms: number;
}

/** What the outbox asks twice a second whatever happens: no operation's doing. */
const POLL = /^update outbox set claimed_until/;

/** The PostgreSQL all sides of a run share: embedded, with fsync, its data thrown away afterwards. */
export class BenchPostgres {
  private constructor(
    private readonly directory: string,
    private readonly server: ReturnType<typeof startEmbedded>,
    private readonly owner: pg.Client,
    /** Pid of its first process. */
    readonly postmaster: number,
  ) {}

  static async start(): Promise<BenchPostgres> {
    const directory = mkdtempSync(path.join(os.tmpdir(), 'habilis-bench-'));
    chmodSync(directory, 0o755);
    await asOwner(startEmbedded({ directory: path.join(directory, 'pg') }), async (first, owner) => {
      await owner.query(`alter system set shared_preload_libraries = 'pg_stat_statements'`);
      await owner.query(`alter system set pg_stat_statements.track = 'none'`);
      await owner.query(`alter system set max_wal_size = '4GB'`);
      await owner.end();
      first.stop();
    });
    return asOwner(startEmbedded({ directory: path.join(directory, 'pg') }), async (server, owner) => {
      await owner.query('create extension pg_stat_statements');
      const { rows } = await owner.query<{ data_directory: string }>('show data_directory');
      const postmaster = Number(readFileSync(path.join(rows[0]!.data_directory, 'postmaster.pid'), 'utf8').split('\n')[0]);
      return new BenchPostgres(directory, server, owner, postmaster);
    });
  }

  /** Address of a new empty database. */
  async newDatabase(name: string): Promise<string> {
    await this.owner.query(`create database ${name}`);
    return this.server.url(name);
  }

  /** Counts statements while `work` runs; counting is off otherwise, as it costs. */
  async counting<T>(work: () => Promise<T>): Promise<T> {
    await this.track('top');
    await this.owner.query('select pg_stat_statements_reset()');
    try {
      return await work();
    } finally {
      await this.track('none');
    }
  }

  /** What a database was asked since it was last read, the most frequent first. */
  async readCounts(database: string): Promise<Asked[]> {
    const { rows } = await this.owner.query<Asked>(
      `select s.query, s.calls::int, s.total_exec_time + s.total_plan_time as ms
       from pg_stat_statements s join pg_database d on d.oid = s.dbid where d.datname = $1 order by s.calls desc, s.query`,
      [database],
    );
    await this.owner.query('select pg_stat_statements_reset()');
    return rows.filter(({ query }) => !POLL.test(query));
  }

  /** Ends the connections of a name, as a network that fails would. @returns how many there were */
  async cut(applicationName: string): Promise<number> {
    const { rowCount } = await this.owner.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [
      applicationName,
    ]);
    return rowCount ?? 0;
  }

  /** Lets what was loaded settle, so that the first round does not pay for it. */
  async settle(): Promise<void> {
    await this.owner.query('checkpoint');
  }

  async stop(): Promise<void> {
    await this.owner.end();
    this.server.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async track(what: 'top' | 'none'): Promise<void> {
    await this.owner.query(`alter system set pg_stat_statements.track = '${what}'`);
    await this.owner.query('select pg_reload_conf()');
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

async function asOwner<T>(
  server: ReturnType<typeof startEmbedded>,
  work: (server: ReturnType<typeof startEmbedded>, owner: pg.Client) => Promise<T>,
): Promise<T> {
  const owner = new pg.Client(server.url());
  try {
    await owner.connect();
    return await work(server, owner);
  } catch (error) {
    await owner.end().catch(() => undefined);
    server.stop();
    throw error;
  }
}
