export { charterMigrations } from './migrations.ts';
