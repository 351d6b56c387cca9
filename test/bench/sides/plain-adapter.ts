import { createHash } from 'node:crypto';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import pg from 'pg';

const TABLE = [
  `create table if not exists yardstick
     (id text primary key, payload jsonb not null, grant_id text, uid text, consumed bigint, expires_at timestamptz)`,
  'create index if not exists yardstick_grant on yardstick (grant_id)',
  'create index if not exists yardstick_uid on yardstick (uid)',
];

interface PlainAdapters {
  readonly adapters: (model: string) => Adapter;
  close(): Promise<void>;
}

/** The smallest PostgreSQL adapter worth the name: one prepared statement for each find, upsert and consume. */
export async function plainAdapters(databaseUrl: string): Promise<PlainAdapters> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
  for (const statement of TABLE) await pool.query(statement);
  const run = (name: string, text: string, values: unknown[]) => pool.query({ name, text, values });
  return { adapters: (model) => new PlainAdapter(model, run), close: () => pool.end() };
}

type Run = (name: string, text: string, values: unknown[]) => Promise<pg.QueryResult>;

const payloadOf = ({ rows: [row] }: pg.QueryResult): AdapterPayload | undefined =>
  row && { ...row.payload, ...(row.consumed && { consumed: Number(row.consumed) }) };

class PlainAdapter implements Adapter {
  private readonly model: string;
  private readonly run: Run;

  constructor(model: string, run: Run) {
    this.model = model;
    this.run = run;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    await this.run(
      'upsert',
      `insert into yardstick (id, payload, grant_id, uid, expires_at) values ($1, $2, $3, $4, now() + make_interval(secs => $5))
       on conflict (id) do update set payload = excluded.payload, expires_at = excluded.expires_at`,
      [this.key(id), payload, payload.grantId ?? null, payload.uid ?? null, expiresIn ?? 86_400],
    );
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return payloadOf(
      await this.run('find', 'select payload, consumed from yardstick where id = $1 and expires_at > now()', [this.key(id)]),
    );
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return payloadOf(await this.run('find-uid', 'select payload, consumed from yardstick where uid = $1 and expires_at > now()', [uid]));
  }

  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  async consume(id: string): Promise<void> {
    await this.run('consume', 'update yardstick set consumed = extract(epoch from now())::bigint where id = $1', [this.key(id)]);
  }

  async destroy(id: string): Promise<void> {
    await this.run('destroy', 'delete from yardstick where id = $1', [this.key(id)]);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.run('revoke', 'delete from yardstick where grant_id = $1', [grantId]);
  }

  private key(id: string): string {
    return createHash('sha256').update(`${this.model}:${id}`).digest('base64url');
  }
}
