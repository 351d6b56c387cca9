import { sql, type Database, type OutboxHandler } from '@habilis/database';
import type { Sentences } from '@habilis/pages';
import { z } from 'zod';
import { composeMail } from '../compose-mail.ts';
import { mailsOf, owedFact, owedMail, type OwedFact, type OwedMail } from '../notice.ts';
import type { AddressBook, Postman } from '../ports.ts';

export interface MailOffice {
  readonly db: Database;
  readonly book: AddressBook;
  readonly postman: Postman;
  readonly sentences: Sentences;
  /** The address of the service, without a slash at the end. */
  readonly service: string;
}

/** Ids follow from that of the fact's row, so that a second run owes nothing twice. */
const SPLIT = sql(
  'notices.split',
  `insert into outbox (id, topic, about, payload, due_at)
   select concat_ws('.', $1::text, mail->>'mail', mail->>'to'), 'mail.send', $2, mail, $4 from jsonb_array_elements($3::jsonb) as mail
   on conflict (id) do nothing`,
);

/**
 * Delivers `mail.send`: a fact is split into one row a reader, and each row is one mail.
 *
 * One reader's server that is down then delays nobody else's mail, and a retry repeats one mail at most. Someone
 * without an address is owed nothing.
 */
export function mailHandler(office: MailOffice): OutboxHandler {
  return async (payload, { id }) => {
    const mail = owedMail.safeParse(payload);
    if (mail.success) await send(office, id, mail.data);
    else await split(office, id, owedFact.parse(payload));
  };
}

async function split({ db, book }: MailOffice, id: string, owed: OwedFact): Promise<void> {
  const at = new Date(owed.at);
  const mails: OwedMail[] = [];
  for (const { mail, to } of mailsOf(owed)) {
    const readers = to === 'person' ? [owed.account] : await book.administrators(owed.organisation!, at);
    mails.push(...readers.map((reader) => ({ ...owed, mail, to: reader })));
  }
  if (mails.length > 0) await db.query(SPLIT, [id, owed.account, JSON.stringify(mails), at]);
}

async function send({ book, postman, sentences, service }: MailOffice, id: string, owed: OwedMail): Promise<void> {
  const recipient = await book.recipient(owed.to);
  if (!recipient || !z.email().safeParse(recipient.email).success) return; // what an upstream calls an address may be anything
  const named = owed.organisation === null ? undefined : await book.organisationName(owed.organisation);
  await postman.post(composeMail(sentences, { id, owed, recipient, organisation: named ?? 'Habilis', service }));
}
