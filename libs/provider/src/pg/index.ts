export { providerMigrations } from './migrations.ts';
export { openProvider, type OpenedProvider, type OpenProviderOptions } from './open-provider.ts';
export { PgCallingClients, PortalSubjects } from './calling-clients.ts';
export type { PgPeople } from './people.ts';
export type { PgSessions } from './sessions.ts';
export type { PgStandings } from './standings.ts';
export { PgSigningKeys } from './signing-keys.ts';
