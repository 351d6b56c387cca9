export { accountsMigrations } from './migrations.ts';
