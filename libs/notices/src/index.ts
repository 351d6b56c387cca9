export { LETTERS, NOTICES, type Audience, type MailName } from './notice.ts';
export { composeMail, type Composition, type Mail } from './compose-mail.ts';
export { AddressBook, LetterLinks, Postman, type InCharge, type Recipient } from './ports.ts';
export { SmtpPostman } from './smtp/smtp-postman.ts';
