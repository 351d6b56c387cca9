export { accessMigrations } from './migrations.ts';
export { toStanding, type StandingRow } from './standing-row.ts';
