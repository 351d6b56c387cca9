export { httpMigrations } from './migrations.ts';
