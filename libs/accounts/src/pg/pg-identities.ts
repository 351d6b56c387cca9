import { appendFact, enqueue, sql, type Database, type Tx } from '@habilis/database';
import { Refusal, type Fact } from '@habilis/kernel';
import type { Arriving, Identity, Known } from '../identity.ts';
import { IdentityStore, type IdentityChange, type OwnIdentities, type OwnIdentity, type SetAside } from '../ports.ts';
import { insertAccount, meaning, updateAccount } from './account-rows.ts';
import { insertNationalIds, keepIdentity } from './identity-rows.ts';

const IDENTITY = `jsonb_build_object('id', i.id, 'accountId', i.account_id, 'upstream', i.upstream, 'issuer', i.issuer,
  'subject', i.subject, 'nationalId', i.national_id, 'givenName', i.given_name, 'familyName', i.family_name, 'profile', i.profile,
  'unlinked', i.unlinked_at is not null)`;

const FIND = sql(
  'identity.find',
  `with people as (
     select account_id from identity where issuer = $1 and subject = $2
     union select account_id from national_id where id = any ($3))
   select
     (select coalesce(jsonb_agg(${IDENTITY}), '[]')
      from identity i join people p using (account_id) where i.issuer = $1) as identities,
     (select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'accountId', n.account_id, 'current', n.current)), '[]')
      from national_id n join people p using (account_id)) as "nationalIds",
     (select coalesce(jsonb_agg(named.id), '[]') from (
        select a.id from account a where $4 and a.sort_name = fold($5 || ' ' || $6) and a.stage <> 'erased' order by a.id limit 3) as named) as namesakes`,
);
const SET_ASIDE = sql(
  'quarantine.insert',
  `insert into quarantine (id, issuer, subject, national_id, doubt, account_id, organisation_id, who, first_at, last_at)
   values ($1, $2, $3, $4, $5, $6,
     coalesce($7, (select organisation_id from membership where account_id = $6 order by from_at, organisation_id limit 1)), $8, $9, $9)
   on conflict on constraint quarantine_once do update set last_at = excluded.last_at, who = excluded.who
   returning xmax = 0 as added`,
);
const ASIDE = sql(
  'quarantine.get',
  `select q.id, q.who, q.doubt, q.account_id as "accountId", q.organisation_id as organisation, q.first_at as "firstAt",
     q.settled_at is not null as settled,
     (select ${IDENTITY} from identity i where i.account_id = q.account_id and i.issuer = q.issuer) as identity
   from quarantine q where q.id = $1`,
);
const OF = sql(
  'identity.of',
  `select
     (select coalesce(jsonb_agg(${IDENTITY} || jsonb_build_object('since', i.created_at, 'lastUsedAt', i.last_seen_at) order by i.created_at, i.id), '[]')
      from identity i where i.account_id = $1) as identities,
     (select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'accountId', n.account_id, 'current', n.current)), '[]')
      from national_id n where n.account_id = $1) as "nationalIds"`,
);
/** Whoever adds or removes what a person comes in by waits for whoever does so to the same person's. */
const ONE_AT_A_TIME = sql('identity.one-at-a-time', 'select pg_advisory_xact_lock(hashtextextended($1, 4400920))');
const LINKED = sql('identity.linked', 'select id from identity where account_id = $1 and id <> $2 and unlinked_at is null');
const UNLINK = sql(
  'identity.unlink',
  'update identity set unlinked_at = $3 where id = $2 and account_id = $1 and unlinked_at is null returning id',
);
const GROW_EPOCH = sql('identity.grow-epoch', 'select grow_epoch($1)');
const SETTLE = sql(
  'quarantine.settle',
  'update quarantine set settled_at = $2, settled_by = $3 where id = $1 and settled_at is null returning id',
);

interface OwnRow {
  readonly identities: readonly (Omit<OwnIdentity, 'since' | 'lastUsedAt'> & { readonly since: string; readonly lastUsedAt: string })[];
  readonly nationalIds: OwnIdentities['nationalIds'];
}

/** Identities in PostgreSQL. Unique constraints decide who came first; the second is told to look again. */
export class PgIdentities extends IdentityStore {
  constructor(private readonly db: Database) {
    super();
  }

  override async find(who: Arriving): Promise<Known> {
    const ids = [who.nationalId, ...who.otherIds].filter((id) => id !== null);
    const [known] = await this.db.query<Known>(FIND, [
      who.issuer,
      who.subject,
      ids,
      who.nationalId === null,
      who.familyName,
      who.givenName,
    ]);
    return known!;
  }

  override async keep(change: IdentityChange): Promise<void> {
    const { account, nationalIds, facts } = change;
    const isOneStatement = !account && !nationalIds && facts.length === 0;
    try {
      await (isOneStatement ? write(this.db, change) : this.db.transaction((tx) => write(tx, change)));
    } catch (error) {
      throw meaning(error);
    }
  }

  override async of(accountId: string): Promise<OwnIdentities> {
    const [row] = await this.db.query<OwnRow>(OF, [accountId]);
    const { identities, nationalIds } = row!;
    return {
      nationalIds,
      identities: identities.map((each) => ({ ...each, since: new Date(each.since), lastUsedAt: new Date(each.lastUsedAt) })),
    };
  }

  override async unlink({ id, accountId, upstream }: Identity, others: readonly string[], fact: Fact): Promise<void> {
    await this.db.transaction(async (tx) => {
      await tx.query(ONE_AT_A_TIME, [accountId]);
      const left = (await tx.query<{ id: string }>(LINKED, [accountId, id])).map((each) => each.id);
      const same = left.length === others.length && left.every((each) => others.includes(each));
      const unlinked = same ? await tx.query(UNLINK, [accountId, id, fact.at]) : [];
      if (unlinked.length === 0) throw new Refusal('identity.stale', 'conflict');
      await appendFact(tx, fact);
      await tx.query(GROW_EPOCH, [accountId]);
      await enqueue(tx, { topic: 'identity.unlinked', about: accountId, payload: { account: accountId, upstream }, dueAt: fact.at });
    });
  }

  override async setAside({ id, who, doubt, accountId, organisation, firstAt }: SetAside, fact: Fact): Promise<void> {
    const values = [id, who.issuer, who.subject, who.nationalId, doubt, accountId, organisation, who, firstAt];
    await this.db.transaction(async (tx) => {
      const [row] = await tx.query<{ added: boolean }>(SET_ASIDE, values);
      if (row!.added) await appendFact(tx, fact);
    });
  }

  override async aside(id: string): Promise<SetAside & { readonly identity: Identity | null }> {
    const [row] = await this.db.query<SetAside & { identity: Identity | null }>(ASIDE, [id]);
    if (!row) throw new Refusal('quarantine.unknown', 'unknown', { id });
    return row;
  }

  override async settle(id: string, by: string, fact: Fact, change?: IdentityChange): Promise<void> {
    try {
      await this.db.transaction(async (tx) => {
        const settled = await tx.query(SETTLE, [id, fact.at, by]);
        if (settled.length === 0) throw new Refusal('quarantine.settled', 'conflict', { id });
        if (change) await write(tx, change);
        await appendFact(tx, fact);
      });
    } catch (error) {
      throw meaning(error);
    }
  }
}

async function write(tx: Tx, { account, identity, nationalIds, facts, at }: IdentityChange): Promise<void> {
  if (account) await (account.isNew ? insertAccount : updateAccount)(tx, account.change);
  await keepIdentity(tx, identity, at);
  if (nationalIds) await insertNationalIds(tx, identity.accountId, nationalIds, at);
  for (const fact of facts) await appendFact(tx, fact);
}
