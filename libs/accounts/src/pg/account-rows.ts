import { appendFact, enqueue, sql, type Tx } from '@habilis/database';
import { Refusal } from '@habilis/kernel';
import type { Account, AccountChange, Hold, Membership } from '../account.ts';

type Instants<T, K extends keyof T> = Omit<T, K> & { [P in K]: string | Extract<T[P], null> };

/** An account as one statement reads it: places and holds in JSON, whose instants are texts. */
export interface AccountRow extends Omit<Account, 'memberships' | 'holds'> {
  readonly memberships: readonly Instants<Membership, 'from' | 'until'>[];
  readonly holds: readonly Instants<Hold, 'from' | 'until' | 'liftedAt'>[];
}

/** What `AccountRow` is read by, for an account `a`. */
export const ACCOUNT_COLUMNS = `
  a.id, a.stage, a.given_name as "givenName", a.family_name as "familyName", a.email, a.epoch::int, a.version,
  (select coalesce(jsonb_agg(jsonb_build_object('organisation', m.organisation_id, 'stage', m.stage, 'from', m.from_at,
     'until', m.until_at, 'why', m.why) order by m.from_at, m.organisation_id), '[]')
   from membership m where m.account_id = a.id) as memberships,
  (select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'organisation', h.organisation_id, 'from', h.from_at,
     'until', h.until_at, 'why', h.why, 'by', h.by_id, 'liftedAt', h.lifted_at) order by h.from_at, h.id), '[]')
   from hold h where h.account_id = a.id) as holds`;

const date = (text: string) => new Date(text);
const dateOrNull = (text: string | null) => (text === null ? null : new Date(text));

export function toAccount(row: AccountRow): Account {
  return {
    ...row,
    memberships: row.memberships.map((each) => ({ ...each, from: date(each.from), until: dateOrNull(each.until) })),
    holds: row.holds.map((each) => ({
      ...each,
      from: date(each.from),
      until: dateOrNull(each.until),
      liftedAt: dateOrNull(each.liftedAt),
    })),
  };
}

const INSERT = sql(
  'account.insert',
  `insert into account (id, stage, given_name, family_name, email, created_at, epoch, version) values ($1, $2, $3, $4, $5, $6, 1, 1)`,
);
const UPDATE = sql(
  'account.update',
  `update account set stage = $2, given_name = $3, family_name = $4, email = $5, version = version + 1
   where id = $1 and version = $6 returning id`,
);
const PLACES_AND_HOLDS = sql(
  'account.places-and-holds',
  `with places as (
     insert into membership (account_id, organisation_id, stage, from_at, until_at, why)
     select $1, m.organisation, m.stage, m."from", m."until", m.why
     from jsonb_to_recordset($2) as m (organisation text, stage text, "from" timestamptz, "until" timestamptz, why text)
     on conflict (account_id, organisation_id) do update
     set stage = excluded.stage, from_at = excluded.from_at, until_at = excluded.until_at, why = excluded.why
     where (membership.stage, membership.from_at, membership.until_at) is distinct from (excluded.stage, excluded.from_at, excluded.until_at))
   insert into hold (id, account_id, kind, organisation_id, from_at, until_at, why, by_id, lifted_at)
   select h.id, $1, h.kind, h.organisation, h."from", h."until", h.why, h."by", h."liftedAt"
   from jsonb_to_recordset($3) as h (id text, kind text, organisation text, "from" timestamptz, "until" timestamptz, why text,
     "by" text, "liftedAt" timestamptz)
   on conflict (id) do update set lifted_at = excluded.lifted_at where hold.lifted_at is distinct from excluded.lifted_at`,
);
const GROW_EPOCH = sql('account.grow-epoch', 'select grow_epoch($1)');

const ownColumns = ({ id, stage, givenName, familyName, email }: Account) => [id, stage, givenName, familyName, email];

async function writePlacesAndHolds(tx: Tx, { id, memberships, holds }: Account): Promise<void> {
  await tx.query(PLACES_AND_HOLDS, [id, JSON.stringify(memberships), JSON.stringify(holds)]);
}

/** Writes a new account with its fact, in the caller's transaction. */
export async function insertAccount(tx: Tx, { next, fact }: AccountChange): Promise<void> {
  await tx.query(INSERT, [...ownColumns(next), fact.at]);
  await writePlacesAndHolds(tx, next);
  await appendFact(tx, fact);
}

/**
 * Writes the next state with its fact, the grown epoch and what is owed to the world, in the caller's transaction.
 *
 * @throws Refusal `account.stale` (conflict)
 */
export async function updateAccount(tx: Tx, { next, fact, narrows }: AccountChange): Promise<void> {
  const saved = await tx.query(UPDATE, [...ownColumns(next), next.version - 1]);
  if (saved.length === 0) throw new Refusal('account.stale', 'conflict', { id: next.id });
  await writePlacesAndHolds(tx, next);
  await appendFact(tx, fact);
  if (!narrows) return;
  await tx.query(GROW_EPOCH, [next.id]);
  const payload = { account: next.id, organisation: narrows.organisation };
  await enqueue(tx, { topic: 'account.narrowed', about: next.id, payload, dueAt: narrows.from });
}

const FOREIGN_KEY = '23503';
const UNIQUE = '23505';

/** What a broken constraint means to people; everything else is a defect and goes on as it is. */
export function meaning(error: unknown): unknown {
  const { code, constraint = '' } = (error ?? {}) as { code?: string; constraint?: string };
  if (code === UNIQUE) return new Refusal('identity.raced', 'conflict');
  if (code === FOREIGN_KEY && constraint.includes('organisation')) return new Refusal('organisation.unknown', 'invalid');
  return error;
}
