import { groundMigrations, type Migration } from '@habilis/database';

/** Every library's steps, as apps/iam runs them. */
export const migrations: readonly Migration[] = [...groundMigrations];
