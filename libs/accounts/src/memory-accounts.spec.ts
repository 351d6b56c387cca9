import { describeAccountStore, MemoryAccounts } from '@habilis/accounts/testing';

describeAccountStore('memory', async (...seed) => {
  const store = new MemoryAccounts(...seed);
  return { store, facts: async () => store.facts, owed: async () => store.owed };
});
