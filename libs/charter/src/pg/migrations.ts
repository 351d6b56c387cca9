import type { Migration } from '@habilis/database';
import { CreateCharters1790000002100 } from './1790000002100-create-charters.ts';

export const charterMigrations: readonly Migration[] = [CreateCharters1790000002100];
