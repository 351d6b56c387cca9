export { federationMigrations } from './migrations.ts';
export { PgDepartures } from './pg-departures.ts';
export { PgUpstreamSessions } from './pg-upstream-sessions.ts';
export { PgSignOuts } from './pg-sign-outs.ts';
export { PgUpstreamLogouts } from './pg-upstream-logouts.ts';
export { PgRefusedSignIns } from './pg-refused-sign-ins.ts';
