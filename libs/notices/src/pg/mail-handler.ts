import { sql, type Database, type OutboxHandler } from '@habilis/database';
import type { Sentences } from '@habilis/pages';
import { z } from 'zod';
import { composeMail, type Composition } from '../compose-mail.ts';
import { mailsOf, owedFact, owedLetter, owedMail, type Audience, type OwedFact } from '../notice.ts';
import type { AddressBook, LetterLinks, Postman, Recipient } from '../ports.ts';

export interface MailOffice {
  readonly db: Database;
  readonly book: AddressBook;
  readonly links: LetterLinks;
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
    if (!mail.success) return split(office, id, owedFact.parse(payload));
    const recipient = await office.book.recipient(mail.data.to);
    if (recipient) await send(office, { id, owed: mail.data, recipient });
  };
}

/** Delivers `mail.letter`: one mail with a one-time link, as long as the link still opens something. */
export function letterHandler(office: MailOffice): OutboxHandler {
  return async (payload, { id }) => {
    const owed = owedLetter.parse(payload);
    const [recipient, link] = await Promise.all([office.book.recipient(owed.account), office.links.address(owed.link)]);
    if (!link) return;
    const known = recipient ?? { account: owed.account, givenName: '', email: '' };
    await send(office, { id, owed, recipient: link.to ? { ...known, email: link.to } : known, link: link.href });
  };
}

async function split({ db, book }: MailOffice, id: string, owed: OwedFact): Promise<void> {
  const at = new Date(owed.at);
  const portal = owed.details.portal;
  const readers = async (to: Audience) => {
    if (to === 'person') return [owed.account];
    if (to === 'portal') return portal ? [`portal:${portal}`] : [];
    return (await book.inCharge(to, owed, at)).filter((each) => each !== owed.by);
  };
  const mails = await Promise.all(mailsOf(owed).map(async ({ mail, to }) => (await readers(to)).map((reader) => ({ ...owed, mail, to: reader })))); // prettier-ignore
  // Someone who administers and answers for security reads a thing once.
  const once = new Map(mails.flat().map((each) => [`${each.mail} ${each.to}`, each]));
  if (once.size > 0) await db.query(SPLIT, [id, owed.account, JSON.stringify([...once.values()]), at]);
}

type Addressed = Pick<Composition, 'id' | 'owed' | 'link'> & { readonly recipient: Recipient };

async function send({ book, postman, sentences, service }: MailOffice, mail: Addressed): Promise<void> {
  if (!z.email().safeParse(mail.recipient.email).success) return; // what an upstream calls an address may be anything
  const { organisation } = mail.owed;
  const named = organisation === null ? undefined : await book.organisationName(organisation);
  await postman.post(await composeMail(sentences, { ...mail, organisation: named ?? 'Habilis', service }));
}
