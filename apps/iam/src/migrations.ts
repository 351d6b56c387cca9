import { accessMigrations } from '@habilis/access/pg';
import { accountsMigrations } from '@habilis/accounts/pg';
import { charterMigrations } from '@habilis/charter/pg';
import { credentialsMigrations } from '@habilis/credentials/pg';
import { groundMigrations, type Migration } from '@habilis/database';
import { federationMigrations } from '@habilis/federation/pg';
import { httpMigrations } from '@habilis/http/pg';
import { noticesMigrations } from '@habilis/notices/pg';
import { providerMigrations } from '@habilis/provider/pg';
import { CreateWebSessions1790000008100 } from './session/1790000008100-create-web-sessions.ts';

/** Every step of the schema, of every library; the digits in their names order them. */
export const migrations: readonly Migration[] = [
  ...groundMigrations,
  ...httpMigrations,
  ...accountsMigrations,
  ...charterMigrations,
  ...credentialsMigrations,
  ...noticesMigrations,
  ...accessMigrations,
  ...federationMigrations,
  ...providerMigrations,
  CreateWebSessions1790000008100,
];
