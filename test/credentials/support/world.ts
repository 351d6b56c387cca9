import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { Hasher, identifierOf, type LinkKind } from '@habilis/credentials';
import { PgIdentifiers, PgOneTimeLinks } from '@habilis/credentials/pg';
import { openDatabase, sql, type Database } from '@habilis/database';
import { SystemClock } from '@habilis/kernel';
import { HttpBrowser, type Seen } from '../../support/http-browser.ts';
import { SECRETS, startStack, type Stack } from '../../support/stack.ts';

/** A password good enough for everyone here. */
export const GOOD = 'tramway oubli fenouil cascade';

/** The service with its seed, and hands on its database: to read the links that mails carry, and to forget guesses. */
export class World {
  readonly hasher = new Hasher({ peppers: [['service', SECRETS.HABILIS_PEPPER]], atOnce: 1, waiting: 5 });
  readonly links: PgOneTimeLinks;

  private constructor(
    readonly stack: Stack,
    readonly db: Database,
  ) {
    this.links = new PgOneTimeLinks(db, new SystemClock(), SECRETS.HABILIS_PEPPER);
  }

  static async open(): Promise<World> {
    const stack = await startStack();
    return new World(stack, await openDatabase(stack.databaseUrl, { poolSize: 3 }));
  }

  async close(): Promise<void> {
    await this.hasher.close();
    await this.db.close();
    await this.stack.stop();
  }

  query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.db.query<Row>(sql(`spec.${createHash('sha1').update(text).digest('hex')}`, text), values);
  }

  /** Every guess made so far is forgotten, as after a day. */
  async forgetGuesses(): Promise<void> {
    await this.query('delete from guess_tally');
  }

  async accountOf(identifier: string): Promise<string> {
    const [row] = await this.query<{ account: string }>('select account_id as account from identifier where folded = $1', [identifier]);
    return row!.account;
  }

  /** The newest link of that kind, once the outbox has made it. */
  async linkOf(identifier: string, kind: LinkKind): Promise<string> {
    const account = await this.accountOf(identifier);
    for (let tries = 0; tries < 100; tries += 1) {
      const [row] = await this.query<{ id: string }>(
        'select id from one_time_link where account_id = $1 and kind = $2 and used_at is null and ended_at is null order by created_at desc limit 1',
        [account, kind],
      );
      if (row) return this.links.address({ id: row.id, kind }, this.stack.issuer);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no ${kind} link for ${identifier}`);
  }

  /** Gives someone on record an identifier and a password, as an import does. */
  async givePassword(account: string, identifier: string, password: string): Promise<void> {
    const { phc, pepper } = await this.hasher.hash(password.normalize('NFKC'));
    await this.db.transaction((tx) => new PgIdentifiers(this.db, new SystemClock()).give(tx, identifierOf(account, identifier)));
    await this.query('insert into password (account_id, phc, pepper, changed_at) values ($1, $2, $3, now())', [account, phc, pepper]);
  }

  /** Waits for what the outbox brings about. */
  async eventually(isSo: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 60; tries += 1) {
      if (await isSo()) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('not within six seconds');
  }

  browser(): HttpBrowser {
    return new HttpBrowser((url) => url.pathname.endsWith('/enrol') || url.pathname.endsWith('/second-factor'));
  }

  /** The page that asks for identifier and password, on the way to one's own pages. */
  async signInPage(browser: HttpBrowser): Promise<Seen> {
    const means = await browser.go(`${this.stack.issuer}/session/sign-in?for=own`);
    return browser.submit(means, '/sign-in/start');
  }

  /** One guess. A right one leads to the next step, `…/enrol` or `…/second-factor`. */
  async guess(browser: HttpBrowser, identifier: string, password: string): Promise<Seen> {
    return browser.submit(await this.signInPage(browser), '/password"', { identifier, password });
  }

  /** Asks as no browser would: with a host and headers of one's choice. */
  post(path: string, body: string, headers: Record<string, string>): Promise<{ status: number; text: string }> {
    const { hostname, port, origin } = new URL(this.stack.issuer);
    const all = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
      origin,
      ...headers,
    };
    return new Promise((resolve, reject) => {
      const sent = request({ hostname, port, path, method: 'POST', headers: all }, (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

/** Whether a page is the next step after a password that held. */
export const heldOn = ({ url }: Seen) => /\/(enrol|second-factor|arrived)$/.test(new URL(url).pathname);
