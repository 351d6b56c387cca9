import { appendFact, enqueue, sql, type Database, type OutboxHandler, type Statement } from '@habilis/database';
import { newId, Refusal, type Clock } from '@habilis/kernel';
import { EMAIL_DELAY_HOURS, EmailChanges, takesEffect, type EmailChange } from '../email-change.ts';
import type { PgOneTimeLinks } from './pg-one-time-links.ts';

const OPEN = 'done_at is null and stopped_at is null';
const COLUMNS = `id, account_id as account, address, asked_at as "askedAt", due_at as "dueAt", first,
  new_at is not null as "confirmedByNew", old_at is not null as "confirmedByOld"`;
const UNDER_WAY = sql('email-change.under-way', `select ${COLUMNS} from email_change where account_id = $1 and ${OPEN}`);
const GET = sql('email-change.get', `select ${COLUMNS} from email_change where id = $1 and ${OPEN}`);
const REPLACE = sql('email-change.replace', `update email_change set stopped_at = $2 where account_id = $1 and ${OPEN}`);
const ASK = sql(
  'email-change.ask',
  `insert into email_change (id, account_id, address, first, asked_at, due_at) values ($1, $2, $3,
     (select email is null from account where id = $2), $4, $5) returning first`,
);
const NEW = sql('email-change.new', `update email_change set new_at = $2 where id = $1 and ${OPEN} returning id`);
const OLD = sql('email-change.old', `update email_change set old_at = $2 where id = $1 and ${OPEN} returning id`);
const STOP = sql('email-change.stop', `update email_change set stopped_at = $2 where id = $1 and ${OPEN} returning id`);
const DONE = sql('email-change.done', `update email_change set done_at = $2 where id = $1 and ${OPEN}`);

/** Whoever keeps accounts changes the address itself, with its fact. Safe to repeat. */
export type WriteAddress = (account: string, address: string) => Promise<void>;

/** Changes of address in PostgreSQL. */
export class PgEmailChanges extends EmailChanges {
  constructor(
    private readonly db: Database,
    private readonly links: PgOneTimeLinks,
    private readonly writeAddress: WriteAddress,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async underWay(account: string): Promise<EmailChange | undefined> {
    const [row] = await this.db.query<EmailChange>(UNDER_WAY, [account]);
    return row;
  }

  override async ask(account: string, address: string): Promise<Date> {
    const at = this.clock.now();
    const dueAt = new Date(at.getTime() + EMAIL_DELAY_HOURS * 3_600_000);
    const id = newId('req');
    await this.db.transaction(async (tx) => {
      await tx.query(REPLACE, [account, at]);
      const [{ first } = { first: false }] = await tx.query<{ first: boolean }>(ASK, [id, account, address, at, dueAt]);
      const write = async (mail: string, link: string) =>
        enqueue(tx, {
          topic: 'mail.letter',
          about: account,
          payload: { mail, account, link, at, details: { deadline: dueAt.toISOString() } },
          dueAt: at,
        });
      const toNew = await this.links.issue(tx, { kind: 'email-change', account, by: account, details: { change: id, address } });
      await write('email-confirm', toNew.id);
      if (!first) {
        const toOld = await this.links.issue(tx, { kind: 'email-stop', account, by: account, details: { change: id } });
        await write('email-stop', toOld.id);
      }
      await appendFact(tx, { what: 'email.change-asked', on: account, by: account, at, why: 'asked-by-person', details: { change: id } });
      await enqueue(tx, { topic: 'email.change', about: account, payload: { change: id }, dueAt });
    });
    return dueAt;
  }

  override async look(which: 'new' | 'old', token: string): Promise<boolean> {
    return (await this.links.look(which === 'new' ? 'email-change' : 'email-stop', token)) !== undefined;
  }

  override async confirmNew(token: string): Promise<void> {
    await this.finish(await this.answer('email-change', token, NEW));
  }

  override async answerOld(token: string, answer: 'confirm' | 'stop'): Promise<void> {
    const change = await this.answer(
      'email-stop',
      token,
      answer === 'confirm' ? OLD : STOP,
      answer === 'stop' ? 'email.change-stopped' : undefined,
    );
    if (answer === 'confirm') await this.finish(change);
  }

  /** Delivers `email.change`, once the former address has had its time. */
  readonly deliver: OutboxHandler = async ({ change }) => this.finish(String(change));

  private async answer(kind: 'email-change' | 'email-stop', token: string, statement: Statement, what?: string): Promise<string> {
    const at = this.clock.now();
    return this.db.transaction(async (tx) => {
      const link = await this.links.use(tx, kind, token);
      const change = String(link?.details['change']);
      const [found] = link ? await tx.query(statement, [change, at]) : [];
      if (!link || !found) throw new Refusal('email.link-gone', 'unknown');
      if (what) await appendFact(tx, { what, on: link.account, by: link.account, at, why: 'stopped-by-person', details: { change } });
      return change;
    });
  }

  /** Does it if it is time; the address first, so that a cut repeats it. */
  private async finish(id: string): Promise<void> {
    const at = this.clock.now();
    const [change] = await this.db.query<EmailChange>(GET, [id]);
    if (!change || !takesEffect(change, at)) return;
    await this.writeAddress(change.account, change.address);
    await this.db.query(DONE, [id, at]);
  }
}
