export * from './migrations.ts';
export { PgIdentifiers } from './pg-identifiers.ts';
export { PgLocalSignIns } from './pg-local-sign-ins.ts';
export { PgOneTimeLinks } from './pg-one-time-links.ts';
export { PgPasswords } from './pg-passwords.ts';
