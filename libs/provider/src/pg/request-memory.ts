import type { StandingRow } from '@habilis/access/pg';
import { Provider } from 'oidc-provider';
import type { FoundRow, PersonRow, Row } from './rows.ts';

/**
 * What one request has already read, so that it reads it once.
 *
 * The engine asks for a bearer value under three models, then for its grant, then for its session: one
 * statement answers all of them. Nothing outlives the request, so nothing here can be stale for the next one.
 */
class RequestMemory {
  readonly rows = new Map<string, Promise<Row | undefined>>();
  readonly sessions = new Map<string, Promise<Row | undefined>>();
  readonly standings = new Map<string, Promise<StandingRow | null>>();
  readonly people = new Map<string, Promise<PersonRow | null>>();
  readonly revoked = new Set<string>();
  /** A grant of this request, until it is written with the code it is for. */
  granted: readonly unknown[] | undefined;
  /** A code or refresh token used up in this request, until it is written with what it was exchanged for. */
  exchange: Exchange | undefined;

  remember(found: FoundRow | undefined): void {
    if (found?.grant) this.rows.set(found.grant.id, Promise.resolve({ ...found.grant, standing: found.standing }));
    if (found?.standing) this.standings.set(found.standing.id, Promise.resolve(found.standing));
    if (found?.person && found.payload.accountId) this.people.set(found.payload.accountId, Promise.resolve(found.person));
    const uid = found?.session?.payload.uid;
    if (found?.session && uid) this.sessions.set(uid, Promise.resolve({ ...found.session, standing: found.standing }));
  }

  forget(id: string): void {
    this.rows.delete(id);
  }
}

/** What is used up, and the rows that are to be kept with that. */
export interface Exchange {
  readonly model: string;
  readonly key: string;
  readonly grantId: string | undefined;
  readonly rows: (readonly unknown[])[];
}

const memories = new WeakMap<object, RequestMemory>();

/** The memory of the request being answered, or undefined outside of one. */
export function requestMemory(ctx: object | undefined = Provider.ctx): RequestMemory | undefined {
  if (!ctx) return undefined;
  let memory = memories.get(ctx);
  if (!memory) memories.set(ctx, (memory = new RequestMemory()));
  return memory;
}
