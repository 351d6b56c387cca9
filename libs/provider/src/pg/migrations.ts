import type { Migration } from '@habilis/database';
import { CreateOidcRecords1790000007100 } from './1790000007100-create-oidc-records.ts';
import { IndexWhatIsSearched1790000007200 } from './1790000007200-index-what-is-searched.ts';

export const providerMigrations: readonly Migration[] = [CreateOidcRecords1790000007100, IndexWhatIsSearched1790000007200];
