import { accessMigrations } from '@habilis/access/pg';
import { accountsMigrations } from '@habilis/accounts/pg';
import { charterMigrations } from '@habilis/charter/pg';
import { groundMigrations, type Migration } from '@habilis/database';
import { federationMigrations } from '@habilis/federation/pg';
import { httpMigrations } from '@habilis/http/pg';
import { providerMigrations } from '@habilis/provider/pg';

/** Every library's steps, as apps/iam runs them. */
export const migrations: readonly Migration[] = [
  ...groundMigrations,
  ...httpMigrations,
  ...accountsMigrations,
  ...charterMigrations,
  ...accessMigrations,
  ...federationMigrations,
  ...providerMigrations,
];
