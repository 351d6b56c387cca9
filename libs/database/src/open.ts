import { DataSource } from 'typeorm';
import { Database } from './database.ts';

/** What the running service may do: everything its tables need, but never change or delete a fact. */
const SERVICE_ROLE = 'habilis_service';

export interface OpenOptions {
  /** Connections kept, 10 unless told. */
  readonly poolSize?: number;
  /** Told of connections that die while idle; the pool replaces them by itself. */
  readonly onError?: (error: Error) => void;
}

/**
 * Opens the database in the service's role.
 *
 * Every connection is in that role from its first statement, so that no code path can touch the journal
 * otherwise than by adding to it. Statements are cut after 15 s. Connections are kept when nothing is asked: a new one reads the
 * catalogue and plans every statement anew, tens of milliseconds that the first questions after a quiet while would wait for.
 *
 * @param url `postgres://…`; a unix socket is `postgres://user:password@/name?host=%2Fdirectory`
 */
export async function openDatabase(url: string, { poolSize = 10, onError = () => undefined }: OpenOptions = {}): Promise<Database> {
  const orm = new DataSource({
    type: 'postgres',
    url,
    poolSize,
    applicationName: 'habilis',
    poolErrorHandler: onError,
    extra: {
      idleTimeoutMillis: 0,
      keepAlive: true,
      options: `-c role=${SERVICE_ROLE} -c statement_timeout=15000 -c idle_in_transaction_session_timeout=30000`,
    },
  });
  return new Database(await orm.initialize());
}
