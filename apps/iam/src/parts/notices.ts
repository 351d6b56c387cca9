import { SmtpPostman } from '@habilis/notices';
import { mailHandler, PgAddressBook } from '@habilis/notices/pg';
import type { Ground } from './ground.ts';

/** Mails, delivered from the outbox. */
export function wireNotices({ db, env, sentences, issuer }: Ground) {
  const postman = new SmtpPostman({ url: env.SMTP_URL, from: env.MAIL_FROM });
  const book = new PgAddressBook(db);
  return { close: () => postman.close(), handlers: { 'mail.send': mailHandler({ db, book, postman, sentences, service: issuer.origin }) } };
}
