export { accountsMigrations } from './migrations.ts';
export { PgAccounts } from './pg-accounts.ts';
export { PgIdentities } from './pg-identities.ts';
