import type { Migration } from '@habilis/database';

/** The schema of credentials, in order. */
export const credentialsMigrations: readonly Migration[] = [];
