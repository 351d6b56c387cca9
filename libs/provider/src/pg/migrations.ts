import type { Migration } from '@habilis/database';
import { CreateOidcRecords1790000007100 } from './1790000007100-create-oidc-records.ts';

export const providerMigrations: readonly Migration[] = [CreateOidcRecords1790000007100];
