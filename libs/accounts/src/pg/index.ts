export { accountsMigrations } from './migrations.ts';
export { PgAccounts } from './pg-accounts.ts';
export { PgIdentities } from './pg-identities.ts';
export { PgPeople } from './pg-people.ts';
export { syncOrganisations } from './sync-organisations.ts';
export { PgNames } from './pg-names.ts';
export { insertAccount, updateAccount } from './account-rows.ts';
export { accountIn } from './pg-accounts.ts';
