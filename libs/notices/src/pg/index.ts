export { noticesMigrations } from './migrations.ts';
export { letterHandler, mailHandler, type MailOffice } from './mail-handler.ts';
export { PgAddressBook } from './pg-address-book.ts';
