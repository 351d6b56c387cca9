export { charterMigrations } from './migrations.ts';
export { PgCharters } from './pg-charters.ts';
