export { providerMigrations } from './migrations.ts';
export { openProvider, type OpenedProvider, type OpenProviderOptions } from './open-provider.ts';
export { PgCallingClients, PortalSubjects } from './calling-clients.ts';
