import type { DataSource, QueryRunner } from 'typeorm';
import type { Pool, PoolClient } from 'pg';

/** A statement PostgreSQL parses once a connection; the name must be unique to its text. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/**
 * Names a statement, so that it is prepared.
 *
 * Unprepared statements halve the rate of the hot paths; two texts under one name fail at run time.
 */
export function sql(name: string, text: string): Statement {
  return { name, text };
}

/** One transaction: everything asked of it is kept, or nothing. */
export interface Tx {
  query<Row = Record<string, unknown>>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>;
}

/**
 * The database as the libraries see it: prepared statements and transactions.
 *
 * `orm` is there for screens that compose a query; the hot paths hydrate no entity.
 */
export class Database implements Tx {
  readonly #pool: Pool;

  constructor(readonly orm: DataSource) {
    this.#pool = (orm.driver as unknown as { master: Pool }).master;
  }

  async query<Row = Record<string, unknown>>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.#pool.query({ ...statement, values: [...values] })).rows as Row[];
  }

  /**
   * Runs `work` in one transaction; an exception rolls all of it back and is thrown on.
   *
   * Effects outside the database belong in the outbox, or after this has returned.
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.orm.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      await runner.startTransaction();
      const result = await work({
        query: async <Row>(statement: Statement, values: readonly unknown[] = []) =>
          (await client.query({ ...statement, values: [...values] })).rows as Row[],
      });
      await runner.commitTransaction();
      return result;
    } catch (error) {
      await rollBack(runner);
      throw error;
    } finally {
      await runner.release().catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    await this.orm.destroy();
  }
}

/** A connection that died cannot roll back, and need not: the server already has. */
async function rollBack(runner: QueryRunner): Promise<void> {
  if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
}
