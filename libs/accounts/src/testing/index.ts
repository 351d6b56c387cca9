export * from './builders.ts';
export { aCaller } from './callers.ts';
export { MemoryAccounts } from './memory-accounts.ts';
export { describeAccountStore, type AccountStoreSubject } from './account-store.contract.ts';
