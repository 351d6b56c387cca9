import { sql, type Tx } from '@habilis/database';
import { Refusal } from '@habilis/kernel';
import type { Identity } from '../identity.ts';

const REPLACE = sql('national-id.replace', 'update national_id set current = false where account_id = $1 and current and id <> $2');
const INSERT_IDS = sql(
  'national-id.insert',
  `insert into national_id (id, account_id, current, since)
   select id, $1, id = $3, $4 from unnest($2::text[]) as id
   on conflict (id) do update set current = excluded.current where national_id.account_id = excluded.account_id
   returning id`,
);

/**
 * Makes identifiers an account's, the first the current one.
 *
 * @throws Refusal `identity.raced` (conflict) when one of them is someone else's by now
 */
export async function insertNationalIds(tx: Tx, accountId: string, ids: readonly string[], at: Date): Promise<void> {
  const once = [...new Set(ids)];
  await tx.query(REPLACE, [accountId, once[0]]);
  const kept = await tx.query(INSERT_IDS, [accountId, once, once[0], at]);
  if (kept.length < once.length) throw new Refusal('identity.raced', 'conflict');
}

const KEEP = sql(
  'identity.keep',
  `with seen as (update account set last_sign_in_at = $10 where id = $2)
   insert into identity (id, account_id, upstream, issuer, subject, national_id, given_name, family_name, profile, created_at, last_seen_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
   on conflict (id) do update set subject = excluded.subject, national_id = excluded.national_id, given_name = excluded.given_name,
     family_name = excluded.family_name, profile = excluded.profile, last_seen_at = excluded.last_seen_at, unlinked_at = null`,
);

/** Writes an identity as it is from now on; the account has been seen at that instant. */
export async function keepIdentity(tx: Tx, identity: Identity, at: Date): Promise<void> {
  const { id, accountId, upstream, issuer, subject, nationalId, givenName, familyName, profile } = identity;
  await tx.query(KEEP, [id, accountId, upstream, issuer, subject, nationalId, givenName, familyName, profile, at]);
}
