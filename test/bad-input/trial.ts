import type { Witness } from '../support/witness.ts';
import { wrongWith, type Expected } from './judge.ts';
import type { Bad, Body } from './malformed.ts';
import { send, type Raw } from './raw.ts';

/** What is kept for good. A refusal's own facts aside, no bad request may change any of it. */
const KEPT = `select
  (select count(*)::int from account) as accounts, (select sum(version + epoch)::int from account) as versions,
  (select count(*)::int from membership) as places, (select count(*)::int from hold) as holds,
  (select count(*)::int from role_grant) as roles, (select count(*)::int from role_grant where revoked_at is not null) as revoked,
  (select count(*)::int from identity) as identities, (select count(*)::int from quarantine) as quarantines,
  (select count(*)::int from charter_answer) as answers, (select count(*)::int from outbox) as owed,
  (select count(*)::int from web_session) as sessions,
  (select count(*)::int from oidc_record where model not in ('Session', 'Interaction')) as tokens,
  (select count(*)::int from fact where what !~ '\\.(read|refused|denied|listed)$') as facts`;

export interface Trial {
  readonly origin: string;
  readonly witness: Witness;
  readonly expected?: Expected;
}

/**
 * Sends bad requests one after the other.
 *
 * @returns what was wrong with the answers; when something was written, after which request
 */
export async function tryAll({ origin, witness, expected }: Trial, requests: readonly Bad<Raw>[]): Promise<string[]> {
  const kept = async () => JSON.stringify((await witness.query(KEPT))[0]);
  let before = await kept();
  const wrong: string[] = [];
  for (const [name, request] of requests) {
    const heard = await send(origin, request).catch((error: Error) => error);
    const complaint = heard instanceof Error ? `no answer: ${heard.message}` : wrongWith(heard, expected);
    if (complaint) wrong.push(`${name}: ${complaint}`);
    const after = await kept();
    if (after !== before) wrong.push(`${name}: has written: ${before} ${after}`);
    before = after;
  }
  return wrong;
}

/** Sends each spoilt body to one address. */
export function bodiesTo(to: Omit<Raw, 'body'>, bodies: readonly Bad<Body>[]): Bad<Raw>[] {
  return bodies.map(([name, { type, encoding, bytes }]) => {
    const headers = { ...to.headers, ...(type && { 'content-type': type }), ...(encoding && { 'content-encoding': encoding }) };
    return [name, { ...to, headers, body: bytes }];
  });
}
