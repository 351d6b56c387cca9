export { accessMigrations } from './migrations.ts';
export { toStanding, type StandingRow } from './standing-row.ts';
export { PgHoldings } from './pg-holdings.ts';
export { PgGrants } from './pg-grants.ts';
export { PgDenials } from './pg-denials.ts';
export { PgDeliveries } from './pg-deliveries.ts';
export { PgEngagements } from './pg-engagements.ts';
export { PgTies } from './pg-ties.ts';
export { PgEmergencies } from './pg-emergencies.ts';
