import { toStanding, type StandingRow } from '@habilis/access/pg';
import { appendFact, type Database, type Tx } from '@habilis/database';
import type { Fact } from '@habilis/kernel';
import { errors, Provider, type AdapterPayload } from 'oidc-provider';
import { admits, type Portal } from '../portals.ts';
import { requestMemory } from './request-memory.ts';
import * as statements from './statements.ts';

/**
 * Keeps a code with the fact that someone signed in, or neither.
 *
 * Either the standing the policy has just judged is still the one, or it is judged again in a transaction: a suspension
 * committed since the policy looked ends here.
 *
 * @throws AccessDenied, which returns the person to the portal
 */
export async function signedIn(
  db: Database,
  values: readonly unknown[],
  code: AdapterPayload,
  portal: Portal | undefined,
  at: Date,
): Promise<void> {
  const account = code.accountId!;
  const memory = requestMemory();
  const granted = memory?.granted;
  if (memory) memory.granted = undefined;
  const judged = await memory?.standings.get(account);
  const details = { portal: portal?.id, acr: code.acr ?? null, amr: code.amr ?? [], session: code.sessionUid ?? null };
  if (portal && judged && admits(portal, toStanding(judged), at)) {
    const statement = granted ? statements.SAVE_GRANTED : statements.SAVE_SIGNED_IN;
    const kept = await db.query(statement, [account, judged.epoch, at, portal.organisation, details, ...values, ...(granted ?? [])]);
    if (kept.length > 0) return;
  }
  await db.transaction(async (tx) => {
    if (granted) await tx.query(statements.SAVE, granted);
    const [row] = await tx.query<{ standing: StandingRow | null }>(statements.SAVE_JUDGED, values);
    if (!portal || !row?.standing || !admits(portal, toStanding(row.standing), at)) {
      throw new errors.AccessDenied('the account may not enter this portal');
    }
    const organisation = portal.organisation ?? undefined;
    await appendFact(tx, { what: 'sign-in.completed', on: account, by: account, at, why: 'signed-in', ...(organisation && { organisation }), details }); // prettier-ignore
  });
}

/** Keeps the end of a sign-in that someone left, or was refused, with its one fact. */
export async function turnedBack(
  db: Database,
  values: readonly unknown[],
  interaction: AdapterPayload,
  portal: Portal | undefined,
  at: Date,
): Promise<void> {
  const { accountId, why = 'refused' } = interaction.result as { accountId?: string; why?: string };
  await db.transaction(async (tx) => {
    const saved = await tx.query(statements.SAVE_REFUSED, values);
    if (saved.length > 0) await appendFact(tx, refusal({ accountId, portal, why, at }));
  });
}

/** The fact of a sign-in that ended without a code. Of someone not recognised yet, it is the portal's. */
export function refusal(refused: { accountId: string | undefined; portal: Portal | undefined; why: string; at: Date }): Fact {
  const { accountId, portal, why, at } = refused;
  const who = accountId ?? `client:${portal?.id}`;
  const organisation = portal?.organisation;
  return {
    what: 'sign-in.refused',
    on: who,
    by: who,
    at,
    why,
    ...(organisation && { organisation }),
    details: { portal: portal?.id ?? null },
  };
}

/** A code or token came twice: whoever holds what came of it loses it, as it cannot be told who is the thief. @source RFC9700 */
export async function replayed(db: Database, grantId: string | undefined, model: string, at: Date): Promise<void> {
  if (grantId === undefined) return;
  await db.transaction(async (tx) => {
    const gone = await tx.query<Gone>(statements.REVOKE_GRANT_WHOLE, [grantId]);
    // Of many that come at once, the one that takes the grant writes the fact.
    if (gone.some(({ model: each }) => each === 'Grant')) await appendGone(tx, gone, 'token.replayed', model, at);
  });
}

/** Takes back all that came of a grant; a fact only where a portal asked for it, a sign-out has its own. */
export async function revoked(db: Database, grantId: string, route: string | undefined, at: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const gone = await tx.query<Gone>(statements.REVOKE_GRANT, [grantId]);
    if (route === 'revocation') await appendGone(tx, gone, 'token.revoked', 'asked-by-portal', at);
  });
}

/** Ends a session for good, with its fact. */
export async function signedOut(db: Database, key: string, at: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const [ended] = await tx.query<{ account_id: string | null; uid: string }>(statements.END_SESSION, [key, at]);
    if (!ended?.account_id) return;
    const account = ended.account_id;
    await appendFact(tx, { what: 'session.ended', on: account, by: account, at, why: 'signed-out', details: { session: ended.uid } });
  });
}

interface Gone {
  readonly model: string;
  readonly account_id: string | null;
  readonly client_id: string | null;
}

async function appendGone(tx: Tx, gone: readonly Gone[], what: string, why: string, at: Date): Promise<void> {
  const first = gone.find((each) => each.account_id !== null);
  if (!first?.account_id) return;
  const by = `client:${Provider.ctx?.oidc.client?.clientId ?? first.client_id}`;
  await appendFact(tx, { what, on: first.account_id, by, at, why, details: { portal: first.client_id, records: gone.length } });
}
