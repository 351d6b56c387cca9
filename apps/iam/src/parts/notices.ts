import { SmtpPostman, type LetterLinks } from '@habilis/notices';
import { letterHandler, mailHandler, PgAddressBook } from '@habilis/notices/pg';
import type { Portals } from '@habilis/provider';
import type { Ground } from './ground.ts';

/** Mails, delivered from the outbox. */
export function wireNotices({ db, env, sentences, issuer }: Ground, links: LetterLinks, portals: Portals) {
  const postman = new SmtpPostman({ url: env.SMTP_URL, from: env.MAIL_FROM });
  const office = { db, links, book: new PgAddressBook(db, (id) => portals.get(id)?.contact), postman, sentences, service: issuer.origin };
  return { close: () => postman.close(), handlers: { 'mail.send': mailHandler(office), 'mail.letter': letterHandler(office) } };
}
