import pg from 'pg';
import { eventually } from '../support/browser.ts';
import type { Stack } from '../support/stack.ts';

/** What the database of a stack says, read as its operator would. */
export class Ledger {
  private constructor(private readonly client: pg.Client) {}

  static async open({ databaseUrl }: Stack): Promise<Ledger> {
    const client = new pg.Client(databaseUrl);
    await client.connect();
    return new Ledger(client);
  }

  async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.client.query<Row>(text, values)).rows;
  }

  /** Waits until every portal that was owed news of someone has acknowledged it. @returns when the last one did */
  async portalsTold(account: string): Promise<Date> {
    const last = async () => {
      const [row] = await this.query<{ owed: number; last: Date | null }>(
        `select count(*) filter (where acknowledged_at is null)::int as owed, max(acknowledged_at) as last
         from outbox where about = $1 and topic = 'portal.logout'`,
        [account],
      );
      return row!;
    };
    return (await eventually(last, ({ owed, last: told }) => owed === 0 && told !== null)).last!;
  }

  async accountOf(family: string): Promise<string> {
    const [row] = await this.query<{ id: string }>('select id from account where family_name = $1', [family]);
    return row!.id;
  }

  close = (): Promise<void> => this.client.end();
}
