import { appendFact, sql, type Database } from '@habilis/database';
import { Refusal, type Change } from '@habilis/kernel';
import { PolicyStore, type KnownVersion } from '../policy/policy-store.ts';
import type { PolicyReason, PolicyVersion, Publication } from '../policy/policy-version.ts';

interface Row {
  id: string;
  files: Record<string, string>;
  hash: string;
  reason: PolicyReason;
  author: string;
  drafted_at: Date;
  basis: string | null;
  discarded_at: Date | null;
}

const PLAIN = 'v.id, v.hash, v.reason, v.author, v.drafted_at, v.basis, v.discarded_at';
const IN_FORCE = sql(
  'policy.in-force',
  `select ${PLAIN}, v.files, p.number from policy_publication p join policy_version v on v.id = p.version_id order by p.number desc limit 1`,
);
const IN_FORCE_AT = sql(
  'policy.in-force-at',
  'select version_id as id from policy_publication where at <= $1 order by number desc limit 1',
);
const GET = sql('policy.get', `select ${PLAIN}, v.files from policy_version v where v.id = $1`);
const LIST = sql(
  'policy.list',
  `select ${PLAIN}, p.number, p.at, p.by_id
   from policy_version v left join lateral (
     select * from policy_publication each where each.version_id = v.id order by each.number desc limit 1) p on true
   order by v.drafted_at desc, p.number desc nulls first, v.id limit 100`,
);
const KEEP = sql(
  'policy.keep',
  `insert into policy_version (id, files, hash, reason, author, drafted_at, basis) values ($1, $2, $3, $4, $5, $6, $7)`,
);
const DISCARD = sql('policy.discard', 'update policy_version set discarded_at = $2 where id = $1 and discarded_at is null returning id');

/** The number is the lock: of two who publish from the same one, the second finds it taken. */
const PUBLISH = sql(
  'policy.publish',
  `with added as (
     insert into policy_publication (number, version_id, at, by_id) values ($1, $2, $3, $4) on conflict do nothing returning number)
   select number, pg_notify('policy', number::text) from added`,
);

export class PgPolicies extends PolicyStore {
  constructor(private readonly db: Database) {
    super();
  }

  override async inForce(): Promise<{ version: PolicyVersion; number: number } | null> {
    const [row] = await this.db.query<Row & { number: number }>(IN_FORCE);
    return row ? { version: toVersion(row), number: row.number } : null;
  }

  override async inForceAt(instant: Date): Promise<string | null> {
    const [row] = await this.db.query<{ id: string }>(IN_FORCE_AT, [instant]);
    return row?.id ?? null;
  }

  override async get(id: string): Promise<PolicyVersion> {
    const [row] = await this.db.query<Row>(GET, [id]);
    if (!row) throw new Refusal('policy.unknown', 'unknown', { policy: id });
    return toVersion(row);
  }

  override async list(): Promise<readonly KnownVersion[]> {
    const rows = await this.db.query<Row & { number: number | null; at: Date; by_id: string }>(LIST);
    return rows.map((row) => ({
      ...about(row),
      published: row.number === null ? null : { number: row.number, version: row.id, at: row.at, by: row.by_id },
    }));
  }

  override async keep({ next, fact }: Change<PolicyVersion>): Promise<void> {
    const { id, files, hash, why, author, draftedAt, basis } = next;
    await this.db.transaction(async (tx) => {
      await tx.query(KEEP, [id, JSON.stringify(Object.fromEntries(files)), hash, why, author, draftedAt, basis]);
      await appendFact(tx, fact);
    });
  }

  override async discard({ next, fact }: Change<PolicyVersion>): Promise<void> {
    await this.db.transaction(async (tx) => {
      const discarded = await tx.query(DISCARD, [next.id, next.discardedAt]);
      if (discarded.length === 0) throw new Refusal('policy.discarded', 'conflict');
      await appendFact(tx, fact);
    });
  }

  override async publish({ next, fact }: Change<Publication>): Promise<void> {
    await this.db.transaction(async (tx) => {
      const added = await tx.query(PUBLISH, [next.number, next.version, next.at, next.by]);
      if (added.length === 0) throw new Refusal('policy.stale', 'conflict');
      await appendFact(tx, fact);
    });
  }
}

const about = ({ id, hash, reason, author, drafted_at, basis, discarded_at }: Omit<Row, 'files'>) => ({
  ...{ id, hash, why: reason, author, basis },
  draftedAt: drafted_at,
  discardedAt: discarded_at,
});
const toVersion = (row: Row): PolicyVersion => ({ ...about(row), files: new Map(Object.entries(row.files)) });
