export { LETTERS, NOTICES, type Audience, type MailName } from './notice.ts';
export { composeMail, type Composition } from './compose-mail.ts';
export type { Mail } from './mail/mail.ts';
export { AddressBook, LetterLinks, Postman, type InCharge, type Recipient } from './ports.ts';
export { SmtpPostman } from './smtp/smtp-postman.ts';
