import { appendFact, enqueue, sql, type Database, type Tx } from '@habilis/database';
import { newId, Refusal, type Fact } from '@habilis/kernel';
import type { IdentityProof } from '../recovery/identity-proof.ts';
import { Recoveries, type NewGrant, type Recovery, type RecoveryGrant } from '../recovery/recovery.ts';
import type { PgOneTimeLinks } from './pg-one-time-links.ts';

const COLUMNS = `r.id, r.account_id as account, a.given_name || ' ' || a.family_name as name, r.asked_at as "askedAt", r.identification,
  r.opens_at as "opensAt", r.opened_at as "openedAt", r.stopped_at as "stoppedAt", r.refused_at as "refusedAt",
  (select coalesce(jsonb_agg(m.organisation_id order by m.organisation_id), '[]') from membership m
   where m.account_id = r.account_id and m.stage = 'active') as organisations,
  (select coalesce(jsonb_agg(jsonb_build_object('as', g.granted_as, 'by', g.by_id, 'at', g.at) order by g.at), '[]')
   from recovery_grant g where g.recovery_id = r.id) as grants,
  (select coalesce(jsonb_agg(jsonb_build_object('upstream', p.upstream, 'level', p.level, 'at', p.at, 'verdict', p.verdict, 'name', p.name) order by p.at desc), '[]')
   from recovery_proof p where p.recovery_id = r.id) as proofs`;
const FROM = 'from recovery r join account a on a.id = r.account_id';
const OPEN = 'r.opened_at is null and r.stopped_at is null and r.refused_at is null';
const GET = sql('recovery.get', `select ${COLUMNS} ${FROM} where r.id = $1`);
const UNDER_WAY = sql('recovery.under-way', `select ${COLUMNS} ${FROM} where r.account_id = $1 and ${OPEN}`);
const LIST = sql(
  'recovery.list',
  `select ${COLUMNS} ${FROM}
   where exists (select 1 from membership m where m.account_id = r.account_id and m.stage = 'active' and m.organisation_id = any ($1))
     and (${OPEN} or r.asked_at > now() - interval '30 days')
   order by (${OPEN}) desc, r.asked_at, r.id limit $2 offset $3`,
);
const ASK = sql(
  'recovery.ask',
  `insert into recovery (id, account_id, asked_at, stop_link) values ($1, $2, $3, $4) on conflict do nothing returning id`,
);
const IDENTIFY = sql(
  'recovery.identify',
  `update recovery r set identification = coalesce(identification, $2) where r.id = $1 and ${OPEN} returning id`,
);
// The same again is one line: whoever shows a wrong identity a hundred times does not bury the right one.
const PROVE = sql(
  'recovery.prove',
  `insert into recovery_proof (recovery_id, upstream, verdict, level, at, name) values ($1, $2, $3, $4, $5, $6)
   on conflict (recovery_id, upstream, verdict) do update set level = excluded.level, at = excluded.at, name = excluded.name`,
);
const LOCK = sql('recovery.lock', `select stop_link from recovery r where r.id = $1 and ${OPEN} and r.opens_at is null for update`);
const GRANT = sql(
  'recovery.grant',
  `insert into recovery_grant (recovery_id, granted_as, by_id, at) values ($1, $2, $3, $4) on conflict do nothing returning by_id`,
);
const GRANTS = sql('recovery.grants', 'select count(*)::int as count from recovery_grant where recovery_id = $1');
const PREPARE = sql('recovery.prepare', 'update recovery set identification = coalesce(identification, $2), opens_at = $3 where id = $1');
const REFUSE = sql('recovery.refuse', `update recovery r set refused_at = $2 where r.id = $1 and ${OPEN} returning id`);

type Written<Told> = readonly (Omit<Told, 'at'> & { readonly at: string })[];
type Row = Omit<Recovery, 'grants' | 'proofs'> & { readonly grants: Written<RecoveryGrant>; readonly proofs: Written<IdentityProof> };

/** Recoveries in PostgreSQL, which alone knows who granted first. */
export class PgRecoveries extends Recoveries {
  constructor(
    private readonly db: Database,
    private readonly links: PgOneTimeLinks,
  ) {
    super();
  }

  override async list(organisations: readonly string[], limit: number, offset: number): Promise<readonly Recovery[]> {
    return (await this.db.query<Row>(LIST, [organisations, limit, offset])).map(toRecovery);
  }

  override async get(id: string): Promise<Recovery | undefined> {
    const [row] = await this.db.query<Row>(GET, [id]);
    return row && toRecovery(row);
  }

  override async underWay(account: string): Promise<Recovery | undefined> {
    const [row] = await this.db.query<Row>(UNDER_WAY, [account]);
    return row && toRecovery(row);
  }

  override async ask(account: string, fact: Fact): Promise<void> {
    await this.db.transaction(async (tx) => {
      const id = newId('rec');
      const stop = await this.links.issue(tx, { kind: 'recovery-stop', account, by: account, details: { recovery: id } });
      const [asked] = await tx.query(ASK, [id, account, fact.at, stop.id]);
      if (!asked) throw new Refusal('recovery.under-way', 'conflict');
      await appendFact(tx, { ...fact, details: { ...fact.details, recovery: id } });
      await this.tell(tx, 'recovery-asked', account, stop.id, fact.at);
    });
  }

  override async identify(recovery: string, { upstream, level, at, verdict, name }: IdentityProof, fact: Fact): Promise<void> {
    await this.db.transaction(async (tx) => {
      const [open] = await tx.query(IDENTIFY, [recovery, verdict === 'concordant' ? upstream : null]);
      if (!open) return;
      await tx.query(PROVE, [recovery, upstream, verdict, level, at, name]);
      await appendFact(tx, fact);
    });
  }

  override async grant({ recovery, account, identification, as, by, at, opensAt }: NewGrant, fact: Fact): Promise<void> {
    await this.db.transaction(async (tx) => {
      const [open] = await tx.query<{ stop_link: string }>(LOCK, [recovery]);
      if (!open) throw new Refusal('recovery.over', 'conflict');
      const [granted] = await tx.query(GRANT, [recovery, as, by, at]);
      if (!granted) throw new Refusal('recovery.granted-already', 'conflict');
      const [{ count } = { count: 0 }] = await tx.query<{ count: number }>(GRANTS, [recovery]);
      // Counted under the lock: what the caller believed about being second is not what opens an account.
      if ((count === 2) !== (opensAt !== null)) throw new Refusal('recovery.granted-already', 'conflict');
      await tx.query(PREPARE, [recovery, identification, opensAt]);
      await appendFact(tx, fact);
      if (opensAt === null) return;
      await this.tell(tx, 'recovery-granted', account, open.stop_link, at, { deadline: opensAt.toISOString() });
      await enqueue(tx, { topic: 'recovery.open', about: account, payload: { recovery }, dueAt: opensAt });
    });
  }

  override async refuse(recovery: string, fact: Fact): Promise<void> {
    await this.db.transaction(async (tx) => {
      const [found] = await tx.query(REFUSE, [recovery, fact.at]);
      if (!found) throw new Refusal('recovery.over', 'conflict');
      await this.links.kill(tx, fact.on, ['recovery-stop']);
      await appendFact(tx, fact);
    });
  }

  private async tell(tx: Tx, mail: string, account: string, link: string, at: Date, details: object = {}): Promise<void> {
    await enqueue(tx, { topic: 'mail.letter', about: account, payload: { mail, account, link, at, details }, dueAt: at });
  }
}

const toRecovery = ({ grants, proofs, ...row }: Row): Recovery => ({ ...row, grants: grants.map(dated), proofs: proofs.map(dated) });
const dated = <Told extends { at: string }>(told: Told) => ({ ...told, at: new Date(told.at) });
